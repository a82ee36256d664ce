package dev.nodejoin.policy.fact;

import dev.nodejoin.api.v1alpha1.NodeTaint;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The Node that bears the name of a request. */
public record NodeView(
        String uid,
        Instant createdAt,
        boolean ready,
        Map<String, String> labels,
        Map<String, String> annotations,
        List<NodeTaint> taints) {
    public NodeView {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
        taints = List.copyOf(taints);
    }
}
