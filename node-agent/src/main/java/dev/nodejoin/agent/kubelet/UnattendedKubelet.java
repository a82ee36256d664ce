package dev.nodejoin.agent.kubelet;

import java.util.List;
import java.util.Optional;

/** A kubelet on a machine without an init system that is known: as with kubeadm, a person has to see to it. */
final class UnattendedKubelet implements KubeletService {
    private static final String NOTHING_FOUND =
            "no supported init system is found (neither systemctl nor openrc), so nothing";

    @Override
    public Optional<String> stop() {
        return Optional.of(NOTHING_FOUND + " keeps the kubelet from running while its files are written");
    }

    @Override
    public Optional<String> start(List<String> flags) {
        return Optional.of(NOTHING_FOUND
                + " has started the kubelet; start it now, while the join waits, or let the agent do it with"
                + " --kubelet-command");
    }

    @Override
    public Optional<String> endedEarly() {
        return Optional.empty();
    }

    @Override
    public boolean isRunning() {
        return false;
    }

    @Override
    public boolean isResolvedActive() {
        return false;
    }
}
