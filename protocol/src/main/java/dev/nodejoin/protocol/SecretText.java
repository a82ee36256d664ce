package dev.nodejoin.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Text that must not show: it can't print itself, compares in constant time, and has one hash code for all. */
public final class SecretText {
    private final String value;

    public SecretText(String value) {
        this.value = value;
    }

    /** The text itself, for the one place that must use it. */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SecretText that
                && MessageDigest.isEqual(value.getBytes(UTF_8), that.value.getBytes(UTF_8));
    }

    @Override
    public int hashCode() {
        return SecretText.class.hashCode();
    }

    @Override
    public String toString() {
        return "SecretText[hidden]";
    }
}
