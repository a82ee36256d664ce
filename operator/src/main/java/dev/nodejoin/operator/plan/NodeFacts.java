package dev.nodejoin.operator.plan;

import dev.nodejoin.api.v1alpha1.NodeTaint;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The Node that bears the name of a request.
 *
 * @param createdAt whole seconds, by the API server's clock
 * @param silentSince when kube-controller-manager gave its kubelet up; empty while that is heard of
 * @param ownedLabels label keys that the operator applied
 * @param ownedAnnotations annotation keys that the operator applied
 */
public record NodeFacts(
        String uid,
        String resourceVersion,
        Instant createdAt,
        boolean ready,
        Optional<Instant> silentSince,
        Map<String, String> labels,
        Map<String, String> annotations,
        List<NodeTaint> taints,
        Set<String> ownedLabels,
        Set<String> ownedAnnotations) {
    private static final Set<String> CONTROL_PLANE =
            Set.of("node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master");

    public NodeFacts {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
        taints = List.copyOf(taints);
        ownedLabels = Set.copyOf(ownedLabels);
        ownedAnnotations = Set.copyOf(ownedAnnotations);
    }

    /** Whose certificate reads what control planes may: no worker takes its place. A kubelet can't take these labels away. */
    boolean isControlPlane() {
        return CONTROL_PLANE.stream().anyMatch(labels::containsKey);
    }
}
