package dev.nodejoin.operator.name;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names of objects that are derived from something longer than a name may be. */
public final class HashedName {
    private static final int DIGITS = 40;

    private HashedName() {}

    /** The prefix, then the first 160 bits of the text's SHA-256 in hexadecimal. */
    public static String of(String prefix, String text) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return prefix + HexFormat.of().formatHex(hash).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
