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
 * @param publicKeySha256 the key that is pinned, or that the machine of that Node joined with
 * @param nodeUid the Node whose key that is
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
        Optional<String> nodeUid,
        Optional<String> resourceVersion) {

    /** The request that holds the name; without a uid it is gone, and the name is only remembered. */
    public record Holder(String namespace, String name, String uid) {}

    /** Whether nobody holds the name: what is known of a Node outlives the request that it joined by. */
    public boolean isVacant() {
        return holder.uid().isEmpty();
    }

    /** What remains when the holder is gone and its tokens are worth nothing. */
    public NameHold vacated() {
        return new NameHold(
                nodeName,
                new Holder(holder.namespace(), holder.name(), ""),
                attempt,
                tokenId,
                expiresAt,
                previousTokenId,
                publicKeySha256,
                nodeUid,
                resourceVersion);
    }

    /** The key of the machine that joined as this Node. */
    public Optional<String> keyOf(String uid) {
        return publicKeySha256.filter(key -> isOf(uid));
    }

    /** Whether this is what is known of that Node. */
    public boolean isOf(String uid) {
        return nodeUid.filter(uid::equals).isPresent();
    }

    /** The same, with what its Node's machine joined with. */
    public NameHold remembering(String uid, Optional<String> key) {
        return new NameHold(
                nodeName, holder, attempt, tokenId, expiresAt, previousTokenId, key, Optional.of(uid), resourceVersion);
    }
}
