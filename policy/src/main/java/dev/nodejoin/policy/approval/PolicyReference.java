package dev.nodejoin.policy.approval;

import dev.nodejoin.api.v1alpha1.NodeJoinPolicySpec;

/**
 * A policy as it was when it was applied.
 *
 * @param hash of its specification, {@code sha256:<hex>}
 */
public record PolicyReference(String name, String hash) {
    /** The hash is over RFC 8785 canonical JSON of the specification as written. */
    public static PolicyReference of(String name, NodeJoinPolicySpec spec) {
        return new PolicyReference(name, "sha256:" + Sha256.hex(CanonicalJson.bytes(CanonicalJson.tree(spec))));
    }
}
