package dev.nodejoin.protocol.token;

import dev.nodejoin.protocol.MalformedInputException;
import java.util.random.RandomGenerator;

/**
 * A bootstrap token, {@code <id>.<secret>}, as Kubernetes defines it ({@code ^[a-z0-9]{6}\.[a-z0-9]{16}$}). Its id is
 * public, its secret is not: only {@link #reveal()} shows the whole.
 */
public record BootstrapToken(TokenId id, TokenSecret secret) {
    private static final int LENGTH = TokenId.LENGTH + 1 + TokenSecret.LENGTH;

    /** Throws {@link MalformedInputException} unless the text is {@code <6 characters>.<16 characters>} of a-z0-9. */
    public static BootstrapToken parse(String text) {
        if (text.length() != LENGTH || text.charAt(TokenId.LENGTH) != '.') {
            throw new MalformedInputException(
                    "a bootstrap token is 6 characters, a dot and 16 characters of a-z0-9; this text is not (it has %d characters)"
                            .formatted(text.length()));
        }
        return new BootstrapToken(
                new TokenId(text.substring(0, TokenId.LENGTH)), new TokenSecret(text.substring(TokenId.LENGTH + 1)));
    }

    /**
     * A new token; all 36^22 are equally likely.
     *
     * @param random must be cryptographic, for example a {@link java.security.SecureRandom}
     */
    public static BootstrapToken random(RandomGenerator random) {
        return new BootstrapToken(TokenId.random(random), TokenSecret.random(random));
    }

    /** The whole token, for the one place that must write it. */
    public String reveal() {
        return id.value() + "." + secret.reveal();
    }

    /** The user as whom the token's bearer appears: {@code system:bootstrap:<id>}. */
    public String userName() {
        return id.userName();
    }

    /** The name that the token's Secret must have: {@code bootstrap-token-<id>}. */
    public String secretName() {
        return id.secretName();
    }

    @Override
    public String toString() {
        return "BootstrapToken[id=" + id + ", secret=hidden]";
    }
}
