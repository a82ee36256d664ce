package dev.nodejoin.policy.gate;

import dev.nodejoin.protocol.pki.PublicKeyInfo;
import dev.nodejoin.protocol.token.TokenId;
import java.time.Instant;

/**
 * A machine that asks, well-formed in every part, and that nobody asked for.
 *
 * @param requestName the newest of its certificate signing requests
 * @param firstSeen when the oldest of them was made
 */
public record InboxCandidate(
        String nodeName, TokenId tokenId, PublicKeyInfo key, String requestName, String requestUid, Instant firstSeen) {
    private static final int SHORT_HASH = 8;

    /** The name of its NodeJoinRequest: the same for the same node name, token and key, so that there is never a second. */
    public String name() {
        var hash = key.sha256().substring("sha256:".length());
        return "%s-%s-%s".formatted(nodeName, tokenId, hash.substring(0, SHORT_HASH));
    }
}
