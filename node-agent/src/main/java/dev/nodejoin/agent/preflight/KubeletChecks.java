package dev.nodejoin.agent.preflight;

import dev.nodejoin.agent.kubelet.KubeletUnit.State;
import dev.nodejoin.agent.plan.KubeletRelease;
import dev.nodejoin.agent.preflight.MachineFacts.KubeletPort;
import dev.nodejoin.protocol.kubeadm.KubernetesVersion;
import java.util.Optional;

/** The checks KubeletVersion, Service-kubelet and Port-10250. */
final class KubeletChecks {
    static final String INSTALL = "install the package kubelet, and see that it is in the PATH";

    /** What kubeadm of the oldest supported release, 1.35, takes: three minor releases back. */
    private static final KubernetesVersion OLDEST = new KubernetesVersion(1, 32, 0);

    private KubeletChecks() {}

    static Optional<Finding> version(KubeletRelease kubelet) {
        return switch (kubelet) {
            case KubeletRelease.NotAsked notAsked -> Optional.empty();
            case KubeletRelease.Unknown(String why) ->
                Optional.of(Finding.error(CheckNames.KUBELET_VERSION, unknownVersion(why), INSTALL));
            case KubeletRelease.Known(var version) -> age(version);
        };
    }

    private static Optional<Finding> age(KubernetesVersion version) {
        return Optional.of(version)
                .filter(found -> found.compareTo(OLDEST) < 0)
                .map(old -> Finding.error(
                        CheckNames.KUBELET_VERSION,
                        "kubelet %s is older than %s, the oldest that is supported".formatted(old, OLDEST),
                        "upgrade the kubelet to the cluster's minor release or at most three before it"));
    }

    static String unknownVersion(String why) {
        return "couldn't get kubelet version: " + why;
    }

    static Optional<Finding> service(Optional<State> unit) {
        return unit.flatMap(state -> switch (state) {
            case State.Enabled enabled -> Optional.empty();
            case State.Unmanaged(String why) ->
                service(why + ", skipping checking for services", "start the kubelet with --kubelet-command");
            case State.Absent absent ->
                service("kubelet service does not exist", "install the unit that comes with the package kubelet");
            case State.Disabled(String enableCommand) ->
                service("kubelet service is not enabled", "run '%s', or a reboot ends it".formatted(enableCommand));
        });
    }

    private static Optional<Finding> service(String text, String remedy) {
        return Optional.of(Finding.warning(CheckNames.KUBELET_SERVICE, text, remedy));
    }

    /** A kubelet that an earlier run of this join started may have its port. */
    static Optional<Finding> port(KubeletPort port, boolean isJoined) {
        var fine = port == KubeletPort.FREE || (port == KubeletPort.TAKEN_WITH_KUBELET && isJoined);
        return fine
                ? Optional.empty()
                : Optional.of(Finding.error(
                        CheckNames.KUBELET_PORT,
                        "Port 10250 is in use",
                        "find out by whom with 'ss -ltnp sport = :10250' and end it; if it is a kubelet of another cluster,"
                                + " run node-agent reset"));
    }
}
