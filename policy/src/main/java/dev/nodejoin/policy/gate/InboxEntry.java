package dev.nodejoin.policy.gate;

import java.time.Instant;

/**
 * A NodeJoinRequest of the inbox.
 *
 * @param tokenId of the token that the machine has
 * @param publicKeySha256 of the machine's key, {@code sha256:<hex>}
 * @param expiresAt when it is deleted if nobody has decided
 */
public record InboxEntry(
        String namespace,
        String name,
        String uid,
        String resourceVersion,
        String tokenId,
        String publicKeySha256,
        Decision decision,
        Instant expiresAt) {
    /** What people said. */
    public enum Decision {
        NONE,
        DENIED,
        APPROVED
    }
}
