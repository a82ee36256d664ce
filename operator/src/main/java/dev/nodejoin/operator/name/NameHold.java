package dev.nodejoin.operator.name;

import dev.nodejoin.protocol.token.TokenId;
import java.time.Instant;
import java.util.Optional;

/**
 * Who holds a node name, and which tokens were or are about to be minted for it. Kept in a Lease.
 *
 * @param attempt number of the attempt that {@code tokenId} belongs to
 * @param expiresAt when that token runs out
 * @param previousTokenId the token of the attempt before
 * @param resourceVersion of the Lease; empty while it was not written yet
 */
public record NameHold(
        String nodeName,
        Holder holder,
        int attempt,
        TokenId tokenId,
        Instant expiresAt,
        Optional<TokenId> previousTokenId,
        Optional<String> publicKeySha256,
        Optional<String> resourceVersion) {

    /** The request that holds the name. */
    public record Holder(String namespace, String name, String uid) {}
}
