package dev.nodejoin.operator.token;

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
    private final Map<String, Attempt> byRequest = new ConcurrentHashMap<>();

    /** How far an attempt has come. */
    public enum Stage {
        UNMINTED,
        MINTED,
        PROVEN,
        HANDED_OVER,
        FAILED,
        BURIED
    }

    /**
     * An attempt as far as this process brought it.
     *
     * @param token present from minting to hand-over
     * @param detail name of the hand-off Secret, or why the attempt failed
     */
    public record Attempt(TokenId id, Stage stage, Optional<BootstrapToken> token, String detail, String reason) {}

    /** The attempt with this token id; a fresh one if this process has done nothing for it. */
    public Attempt find(String requestUid, @Nullable String tokenId) {
        var attempt = byRequest.get(requestUid);
        return attempt != null && attempt.id().value().equals(tokenId) ? attempt : NOTHING;
    }

    private static final Attempt NOTHING = new Attempt(new TokenId("000000"), Stage.UNMINTED, Optional.empty(), "", "");

    public void minted(String requestUid, BootstrapToken token) {
        byRequest.put(requestUid, new Attempt(token.id(), Stage.MINTED, Optional.of(token), "", ""));
    }

    public void proven(String requestUid, TokenId id) {
        byRequest.computeIfPresent(
                requestUid, (uid, attempt) -> new Attempt(id, Stage.PROVEN, attempt.token(), "", ""));
    }

    public void handedOver(String requestUid, TokenId id, String secretName) {
        byRequest.put(requestUid, new Attempt(id, Stage.HANDED_OVER, Optional.empty(), secretName, ""));
    }

    public void failed(String requestUid, TokenId id, String reason, String message) {
        byRequest.put(requestUid, new Attempt(id, Stage.FAILED, Optional.empty(), message, reason));
    }

    /** A failure is remembered beyond the burial, so that the conditions can tell of it. */
    public void buried(String requestUid, TokenId id) {
        byRequest.merge(
                requestUid,
                new Attempt(id, Stage.BURIED, Optional.empty(), "", ""),
                (old, buried) -> new Attempt(id, Stage.BURIED, Optional.empty(), old.detail(), old.reason()));
    }

    public void forget(String requestUid) {
        byRequest.remove(requestUid);
    }
}
