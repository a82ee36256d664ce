package dev.nodejoin.protocol.token;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.nodejoin.protocol.MalformedInputException;
import java.security.MessageDigest;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The secret half of a bootstrap token: 16 characters of {@code a-z0-9}. It can't print itself, compares in constant time,
 * and has one hash code for all, so that nothing about it shows by accident.
 */
public final class TokenSecret {
    static final int LENGTH = 16;

    private final String value;

    /** Throws {@link MalformedInputException} unless the value has 16 characters of a-z0-9. */
    public TokenSecret(String value) {
        if (!TokenAlphabet.spells(value, LENGTH)) {
            throw new MalformedInputException(
                    "a token secret has 16 characters of a-z0-9, this one has " + TokenAlphabet.describe(value));
        }
        this.value = value;
    }

    static TokenSecret random(RandomGenerator random) {
        return new TokenSecret(TokenAlphabet.word(LENGTH, random));
    }

    /** The secret itself, for the one place that must write it. */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TokenSecret that
                && MessageDigest.isEqual(value.getBytes(US_ASCII), that.value.getBytes(US_ASCII));
    }

    @Override
    public int hashCode() {
        return TokenSecret.class.hashCode();
    }

    @Override
    public String toString() {
        return "TokenSecret[hidden]";
    }
}
