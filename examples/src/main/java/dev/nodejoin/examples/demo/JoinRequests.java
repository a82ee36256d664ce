package dev.nodejoin.examples.demo;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The NodeJoinRequests of a stage, as people see and approve them with kubectl. */
final class JoinRequests {
    /** kube-controller-manager gives a kubelet up after 50 seconds. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Stage stage;

    JoinRequests(Stage stage) {
        this.stage = stage;
    }

    /** Asks for a Node about which there is nothing more to say. */
    void ask(String node) {
        var request = """
                apiVersion: nodejoin.dev/v1alpha1
                kind: NodeJoinRequest
                metadata: {name: %s, namespace: %s}
                spec: {nodeName: %s}
                """.formatted(node, Stage.NAMESPACE, node);
        var applied = stage.admin().run(request, List.of("apply", "-f", "-"));
        if (!applied.succeeded()) throw new DemoFailure(applied.text());
    }

    /** What the API server says to somebody's approval in somebody's name, with the key that is published. */
    Kubectl.Answer approve(String user, String by, String request) {
        var approval = """
                apiVersion: nodejoin.dev/v1alpha1
                kind: NodeJoinRequest
                metadata: {name: %s, namespace: %s}
                status: {approvals: [{by: %s, key: "%s"}]}
                """.formatted(request, Stage.NAMESPACE, by, awaitField(request, "{.status.approvalKey}"));
        var command = List.of("apply", "--server-side", "--subresource=status", "--field-manager=" + user, "-f", "-");
        stage.narrator().command(user, "kubectl %s <<.".formatted(String.join(" ", command)));
        stage.narrator().say(approval + ".");
        return stage.as(user).run(approval, command);
    }

    /** Approves; authorizers may learn of a new right a moment late. */
    void approveAs(String user, String request) {
        Pause.until(
                "%s to approve %s".formatted(user, request),
                PATIENCE,
                () -> Optional.of(approve(user, user, request)).filter(Kubectl.Answer::succeeded));
    }

    /** Asks for a Node, and alice approves. */
    SavedHandOff approvedHandOff(String node) {
        ask(node);
        approveAs("alice", node);
        return handOff(node);
    }

    SavedHandOff handOff(String request) {
        var secret = awaitField(request, "{.status.handOff.name}");
        stage.narrator()
                .command("admin", "kubectl get secret %s -n nodejoin -o yaml > hand-off.yaml".formatted(secret));
        return new SavedHandOff(stage.admin().must("get", "secret", secret, "-n", Stage.NAMESPACE, "-o", "yaml"));
    }

    String awaitField(String request, String path) {
        return Pause.until(
                path + " of " + request,
                PATIENCE,
                () -> Optional.of(field(request, path)).filter(text -> !text.isEmpty()));
    }

    void awaitField(String request, String path, String value) {
        Pause.until(
                () -> "%s of %s to be %s, not %s".formatted(path, request, value, field(request, path)),
                PATIENCE,
                () -> Optional.of(field(request, path)).filter(value::equals));
    }

    void awaitMet(String request, String condition) {
        Pause.until(
                () -> "%s of %s: %s".formatted(condition, request, field(request, "{.status.conditions}")),
                PATIENCE,
                () -> Optional.of(status(request, condition)).filter("True"::equals));
    }

    void awaitUnmet(String request, String condition, String reason) {
        awaitField(request, "{.status.conditions[?(@.type==\"%s\")].reason}".formatted(condition), reason);
    }

    /** True, False or Unknown; empty where there is no such condition. */
    String status(String request, String condition) {
        return field(request, "{.status.conditions[?(@.type==\"%s\")].status}".formatted(condition));
    }

    String message(String request, String condition) {
        return field(request, "{.status.conditions[?(@.type==\"%s\")].message}".formatted(condition));
    }

    String field(String request, String path) {
        return stage.admin().must("get", "njr", request, "-n", Stage.NAMESPACE, "-o", "jsonpath=" + path);
    }
}
