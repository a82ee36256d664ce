package dev.nodejoin.operator.join;

import dev.nodejoin.api.v1alpha1.NodeJoinRequestSpec;
import dev.nodejoin.api.v1alpha1.NodeJoinRequestStatus;
import java.time.Instant;

/** A request as the API server stores it. */
public record RequestFacts(
        String namespace,
        String name,
        String uid,
        long generation,
        Instant createdAt,
        NodeJoinRequestSpec spec,
        NodeJoinRequestStatus status) {}
