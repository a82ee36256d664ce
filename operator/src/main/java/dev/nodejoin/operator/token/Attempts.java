package dev.nodejoin.operator.token;

import dev.nodejoin.operator.plan.OwnAttempt;
import dev.nodejoin.protocol.token.BootstrapToken;
import dev.nodejoin.protocol.token.TokenId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What this process did for the newest attempt of each request. The one place where a token's secret lives between its
 * minting and its hand-over; it is never written down and never recovered.
 */
public final class Attempts {
    private static final Attempt NOTHING =
            new Attempt(new TokenId("000000"), new OwnAttempt.Unminted(), false, Optional.empty());

    private final Map<String, Attempt> byRequest = new ConcurrentHashMap<>();

    /**
     * An attempt as far as this process brought it.
     *
     * @param buried the token's Secret was overwritten
     * @param token present from minting to hand-over
     */
    public record Attempt(TokenId id, OwnAttempt own, boolean buried, Optional<BootstrapToken> token) {}

    /** The attempt with this token id; a fresh one if this process has done nothing for it. */
    public Attempt find(String requestUid, @Nullable String tokenId) {
        var attempt = byRequest.get(requestUid);
        return attempt != null && attempt.id().value().equals(tokenId) ? attempt : NOTHING;
    }

    public void minted(String requestUid, BootstrapToken token) {
        byRequest.put(requestUid, new Attempt(token.id(), new OwnAttempt.Minted(), false, Optional.of(token)));
    }

    public void proven(String requestUid, TokenId id) {
        byRequest.computeIfPresent(
                requestUid, (uid, attempt) -> new Attempt(id, new OwnAttempt.Proven(), false, attempt.token()));
    }

    public void handedOver(String requestUid, TokenId id, String secretName) {
        byRequest.put(requestUid, new Attempt(id, new OwnAttempt.HandedOver(secretName), false, Optional.empty()));
    }

    public void failed(String requestUid, TokenId id, String reason, String message) {
        byRequest.put(requestUid, new Attempt(id, new OwnAttempt.Failed(reason, message), false, Optional.empty()));
    }

    /** A failure is remembered beyond the burial, so that the conditions can tell of it. */
    public void buried(String requestUid, TokenId id) {
        var own = find(requestUid, id.value()).own();
        var remembered = own instanceof OwnAttempt.Failed ? own : new OwnAttempt.Unminted();
        byRequest.put(requestUid, new Attempt(id, remembered, true, Optional.empty()));
    }

    public void forget(String requestUid) {
        byRequest.remove(requestUid);
    }
}
