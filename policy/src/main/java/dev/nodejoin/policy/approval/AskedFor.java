package dev.nodejoin.policy.approval;

import dev.nodejoin.api.v1alpha1.NodeJoinRequestSpec;

/** A request as far as an approval is about it. */
public record AskedFor(String uid, NodeJoinRequestSpec spec) {}
