package dev.nodejoin.policy.fact;

import dev.nodejoin.api.v1alpha1.NodeJoinRequestSpec;
import java.time.Instant;
import java.util.Map;

/** A request as a policy sees it. */
public record JoinFacts(
        String namespace,
        String name,
        String uid,
        Instant createdAt,
        Map<String, String> labels,
        NodeJoinRequestSpec spec) {
    public JoinFacts {
        labels = Map.copyOf(labels);
    }
}
