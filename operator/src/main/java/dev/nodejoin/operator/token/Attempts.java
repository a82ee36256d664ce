package dev.nodejoin.operator.token;

import dev.nodejoin.operator.plan.OwnAttempt;
import dev.nodejoin.operator.plan.Reason;
import dev.nodejoin.protocol.token.BootstrapToken;
import dev.nodejoin.protocol.token.TokenId;
import java.time.Duration;
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
     * @param buried the token's Secret was overwritten, or there never was one
     * @param token present from minting to hand-over
     */
    public record Attempt(TokenId id, OwnAttempt own, boolean buried, Optional<BootstrapToken> token) {}

    /** The attempt with this token id; a fresh one if this process has done nothing for it. */
    public Attempt find(String requestUid, @Nullable String tokenId) {
        var attempt = byRequest.get(requestUid);
        return attempt != null && attempt.id().value().equals(tokenId) ? attempt : NOTHING;
    }

    /** From now on there may be a Secret, whatever becomes of the attempt to create it. */
    public void minting(String requestUid, TokenId id) {
        byRequest.put(requestUid, new Attempt(id, new OwnAttempt.Unminted(), false, Optional.empty()));
    }

    /**
     * Nothing can be handed over, which was seen before the token was minted: if this was the first try, nothing is to
     * be buried.
     */
    public void unfit(String requestUid, TokenId id, String reason, String message) {
        var untried = !find(requestUid, id.value()).id().equals(id);
        byRequest.put(requestUid, new Attempt(id, new OwnAttempt.Failed(reason, message), untried, Optional.empty()));
    }

    public void minted(String requestUid, BootstrapToken token) {
        byRequest.put(requestUid, new Attempt(token.id(), new OwnAttempt.Minted(), false, Optional.of(token)));
    }

    public void proven(String requestUid, TokenId id) {
        byRequest.computeIfPresent(
                requestUid, (uid, attempt) -> new Attempt(id, new OwnAttempt.Proven(), false, attempt.token()));
    }

    /** Cluster-info was looked at, and does not carry the token's signature yet; when to look again. */
    public Duration unsigned(String requestUid, TokenId id, String why) {
        var attempt = find(requestUid, id.value());
        var unsigned = new OwnAttempt.Unsigned(looks(attempt.own()) + 1, why);
        byRequest.put(requestUid, new Attempt(id, unsigned, false, attempt.token()));
        return unsigned.pause();
    }

    private static int looks(OwnAttempt own) {
        return own instanceof OwnAttempt.Unsigned unsigned ? unsigned.looks() : 0;
    }

    public void signed(String requestUid, TokenId id) {
        byRequest.computeIfPresent(
                requestUid, (uid, attempt) -> new Attempt(id, new OwnAttempt.Signed(), false, attempt.token()));
    }

    public void handedOver(String requestUid, TokenId id, String secretName) {
        byRequest.put(requestUid, new Attempt(id, new OwnAttempt.HandedOver(secretName), false, Optional.empty()));
    }

    public void failed(String requestUid, TokenId id, String reason, String message) {
        byRequest.put(requestUid, new Attempt(id, new OwnAttempt.Failed(reason, message), false, Optional.empty()));
    }

    /** A failure is remembered beyond the burial, so that the conditions can tell of it. */
    public void buried(String requestUid, TokenId id) {
        var remembered = switch (find(requestUid, id.value()).own()) {
            case OwnAttempt.Failed failed -> failed;
            case OwnAttempt.Unsigned(int _, String why) -> new OwnAttempt.Failed(Reason.AWAITING_SIGNATURE, why);
            default -> new OwnAttempt.Unminted();
        };
        byRequest.put(requestUid, new Attempt(id, remembered, true, Optional.empty()));
    }

    public void forget(String requestUid) {
        byRequest.remove(requestUid);
    }
}
