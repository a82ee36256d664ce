package dev.nodejoin.agent.kubelet;

import java.util.List;
import java.util.Optional;

/** How the kubelet is run on this machine. */
public interface KubeletService {
    /**
     * Stops the kubelet if it runs, so that it does not see half of its files.
     *
     * @return why it could not be stopped, which need not be a problem: there may have been nothing to stop
     */
    Optional<String> stop();

    /**
     * Starts the kubelet, or starts it again.
     *
     * @param flags what {@code kubeadm-flags.env} says, for those who do not read that file
     * @return why it may not have been started, where somebody else may still do that
     * @throws KubeletException if nobody else will
     */
    Optional<String> start(List<String> flags);

    /** Why there is no use in waiting any longer for the kubelet that was started. */
    Optional<String> endedEarly();

    /** Whether a kubelet runs that this service started, or is being started. */
    boolean isRunning();

    /** Whether systemd-resolved runs, which decides on the kubelet's resolver file. */
    boolean isResolvedActive();
}
