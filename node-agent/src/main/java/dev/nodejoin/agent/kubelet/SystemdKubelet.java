package dev.nodejoin.agent.kubelet;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The unit {@code kubelet.service}; the calls are those that kubeadm makes. */
public final class SystemdKubelet implements KubeletService {
    private static final String SYSTEMCTL = "systemctl";
    private static final String UNIT = "kubelet";

    @Override
    public Optional<String> stop() {
        try {
            var outcome = Program.run(SYSTEMCTL, "stop", UNIT);
            return outcome.succeeded() ? Optional.empty() : Optional.of(outcome.complaint());
        } catch (KubeletException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** The unit reads {@code kubeadm-flags.env} by itself. */
    @Override
    public void start(List<String> flags) {
        require(Program.run(SYSTEMCTL, "daemon-reload"));
        require(Program.run(SYSTEMCTL, "restart", UNIT));
    }

    /** The unit is restarted for ever, so an end means nothing. */
    @Override
    public Optional<String> endedEarly() {
        return Optional.empty();
    }

    @Override
    public boolean isResolvedActive() {
        try {
            var state = Program.run(SYSTEMCTL, "is-active", "systemd-resolved").output();
            return Set.of("active", "activating").contains(state.strip());
        } catch (KubeletException noSystemd) {
            return false;
        }
    }

    private static void require(Program.Outcome outcome) {
        if (!outcome.succeeded()) {
            throw new KubeletException(outcome.complaint(), null);
        }
    }
}
