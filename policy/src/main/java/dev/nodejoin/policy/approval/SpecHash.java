package dev.nodejoin.policy.approval;

import dev.nodejoin.api.v1alpha1.NodeJoinRequestSpec;

/**
 * Hash of what an approval approves: the specification as written, without {@code suspend}.
 *
 * <p>The form is {@code v1:sha256:<64 hex digits>} over RFC 8785 canonical JSON. Absent fields stay absent, so a field that
 * is spelled out with its default hashes differently: it is another text that somebody read.
 */
public record SpecHash(String value) {
    public static SpecHash of(NodeJoinRequestSpec spec) {
        var approved = CanonicalJson.tree(spec);
        approved.remove("suspend");
        return new SpecHash("v1:sha256:" + Sha256.hex(CanonicalJson.bytes(approved)));
    }
}
