package dev.nodejoin.agent.kubelet;

import java.util.List;
import java.util.Optional;

/**
 * The service {@code kubelet} of an init system. The calls and their order are those of kubeadm, which takes none of their
 * failures for the end: whoever starts the kubelet by other means while the join waits is in time.
 */
final class ServiceKubelet implements KubeletService {
    static final String SERVICE = "kubelet";
    private static final String RESOLVED = "systemd-resolved";

    private final InitSystem init;
    private final InitSystem.Programs programs;

    ServiceKubelet(InitSystem init, InitSystem.Programs programs) {
        this.init = init;
        this.programs = programs;
    }

    @Override
    public Optional<String> stop() {
        return complaintOf(() -> require(init.stopCommand(SERVICE)));
    }

    /** The service reads {@code kubeadm-flags.env} by itself. */
    @Override
    public Optional<String> start(List<String> flags) {
        return complaintOf(() -> init.restartCommands(SERVICE).forEach(this::require))
                .map(complaint -> complaint + "; see to it that the kubelet is started anew");
    }

    /** The service is restarted for ever, so an end means nothing. */
    @Override
    public Optional<String> endedEarly() {
        return Optional.empty();
    }

    @Override
    public boolean isRunning() {
        return isActive(SERVICE);
    }

    @Override
    public boolean isResolvedActive() {
        return isActive(RESOLVED);
    }

    private boolean isActive(String service) {
        try {
            return init.isActive(service, programs);
        } catch (KubeletException notThere) {
            return false;
        }
    }

    private Optional<String> complaintOf(Runnable calls) {
        try {
            var known = init.knows(SERVICE, programs);
            calls.run();
            return known ? Optional.empty() : Optional.of("this machine seems to have no service " + SERVICE);
        } catch (KubeletException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private void require(List<String> command) {
        var outcome = programs.run(command.toArray(String[]::new));
        if (!outcome.succeeded()) {
            throw new KubeletException(outcome.complaint(), null);
        }
    }
}
