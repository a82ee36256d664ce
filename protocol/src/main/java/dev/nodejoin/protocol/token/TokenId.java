package dev.nodejoin.protocol.token;

import dev.nodejoin.protocol.MalformedInputException;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The public half of a bootstrap token: six characters of {@code a-z0-9}. It names the token's Secret and is part of the
 * user name that the API server gives to whoever presents the token.
 */
public record TokenId(String value) {
    static final int LENGTH = 6;
    private static final String USER_PREFIX = "system:bootstrap:";
    private static final String SECRET_PREFIX = "bootstrap-token-";

    /** Throws {@link MalformedInputException} unless the value has six characters of a-z0-9. */
    public TokenId {
        if (!TokenAlphabet.spells(value, LENGTH)) {
            throw new MalformedInputException(
                    "a token id has 6 characters of a-z0-9, this one has " + TokenAlphabet.describe(value));
        }
    }

    /** An id that nobody can predict, given a cryptographic source of chance. */
    public static TokenId random(RandomGenerator random) {
        return new TokenId(TokenAlphabet.word(LENGTH, random));
    }

    /** The id in {@code system:bootstrap:<id>}; empty for every other user. */
    public static Optional<TokenId> ofUserName(String userName) {
        if (!userName.startsWith(USER_PREFIX)) {
            return Optional.empty();
        }
        var id = userName.substring(USER_PREFIX.length());
        return TokenAlphabet.spells(id, LENGTH) ? Optional.of(new TokenId(id)) : Optional.empty();
    }

    /** The user as whom the token's bearer appears: {@code system:bootstrap:<id>}. */
    public String userName() {
        return USER_PREFIX + value;
    }

    /** The name that the token's Secret must have: {@code bootstrap-token-<id>}. */
    public String secretName() {
        return SECRET_PREFIX + value;
    }

    @Override
    public String toString() {
        return value;
    }
}
