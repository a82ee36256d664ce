package dev.nodejoin.agent.preflight;

import dev.nodejoin.agent.cri.RuntimeCondition;
import dev.nodejoin.agent.preflight.MachineFacts.ConfigAnswer;
import dev.nodejoin.agent.preflight.MachineFacts.RuntimeFacts;
import dev.nodejoin.agent.preflight.MachineFacts.StatusAnswer;
import java.util.List;
import java.util.stream.Stream;

/** The checks CRI and ContainerRuntimeVersion; whether the network is ready is left to who installs it, as with kubeadm. */
final class RuntimeChecks {
    private final String endpoint;

    private RuntimeChecks(String endpoint) {
        this.endpoint = endpoint;
    }

    static List<Finding> of(String endpoint, RuntimeFacts runtime) {
        var checks = new RuntimeChecks(endpoint);
        return switch (runtime) {
            case RuntimeFacts.Unreachable(String why) -> checks.unreachable(why);
            case RuntimeFacts.Answering(StatusAnswer status, ConfigAnswer config) ->
                Stream.concat(checks.ofStatus(status), checks.ofConfig(config)).toList();
        };
    }

    /** Each check connects by itself in kubeadm, so both fail. */
    private List<Finding> unreachable(String why) {
        var text = "could not connect to the container runtime at %s: %s".formatted(endpoint, why);
        var remedy =
                "start the container runtime (systemctl start containerd, say), or name its socket with --cri-socket";
        return List.of(
                Finding.error(CheckNames.CRI, text, remedy), Finding.error(CheckNames.RUNTIME_VERSION, text, remedy));
    }

    private Stream<Finding> ofStatus(StatusAnswer status) {
        return switch (status) {
            case StatusAnswer.Failed(String why) ->
                Stream.of(Finding.error(
                        CheckNames.CRI,
                        "container runtime is not running: " + why,
                        "see the log of the container runtime at %s and start it again".formatted(endpoint)));
            case StatusAnswer.Conditions(var conditions) ->
                conditions.stream()
                        .filter(condition -> condition.type().equals(RuntimeCondition.RUNTIME_READY))
                        .filter(condition -> !condition.status())
                        .map(this::notReady);
        };
    }

    private Finding notReady(RuntimeCondition condition) {
        return Finding.error(
                CheckNames.CRI,
                "container runtime condition \"%s\" is not true. reason: %s, message: %s"
                        .formatted(condition.type(), condition.reason(), condition.message()),
                "mend what the container runtime at %s complains about".formatted(endpoint));
    }

    private Stream<Finding> ofConfig(ConfigAnswer config) {
        return switch (config) {
            case ConfigAnswer.Implemented implemented -> Stream.empty();
            case ConfigAnswer.Unimplemented unimplemented ->
                Stream.of(Finding.warning(
                        CheckNames.RUNTIME_VERSION,
                        "the container runtime at %s does not have the CRI call RuntimeConfig, so the kubelet takes its cgroup driver from its configuration; later kubelets will not"
                                .formatted(endpoint),
                        "update the container runtime (containerd 2.0, CRI-O 1.28 or newer)"));
            case ConfigAnswer.Failed(String why) ->
                Stream.of(Finding.error(
                        CheckNames.RUNTIME_VERSION,
                        "could not check if the runtime config is available: " + why,
                        "see the log of the container runtime at " + endpoint));
        };
    }
}
