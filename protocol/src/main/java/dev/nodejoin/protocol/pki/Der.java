package dev.nodejoin.protocol.pki;

import dev.nodejoin.protocol.MalformedInputException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that are exactly one value in the distinguished encoding of ASN.1: definite and minimal lengths, nothing after
 * it, and not nested so deeply that a recursive parser could run out of stack.
 */
final class Der {
    private static final int MAX_DEPTH = 32;
    private static final int CONSTRUCTED = 0x20;
    private static final int MULTI_BYTE_TAG = 0x1f;

    private final byte[] bytes;

    private Der(byte[] bytes) {
        this.bytes = bytes;
    }

    static Der of(byte[] bytes) {
        var der = new Der(bytes.clone());
        int end = der.endOfValue(0, bytes.length, 0);
        if (end != bytes.length) {
            throw malformed("there are bytes after the end");
        }
        return der;
    }

    byte[] bytes() {
        return bytes.clone();
    }

    boolean isEncoded(byte[] encoding) {
        return Arrays.equals(bytes, encoding);
    }

    /** The SHA-256 hash in lower-case hex. */
    String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Der that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Walks over the value that starts at an offset and everything in it; gives the offset after it. */
    private int endOfValue(int start, int limit, int depth) {
        if (depth > MAX_DEPTH) {
            throw malformed("it is nested more than %d levels deep".formatted(MAX_DEPTH));
        }
        if (start + 2 > limit || (bytes[start] & MULTI_BYTE_TAG) == MULTI_BYTE_TAG) {
            throw malformed("a value is cut short or has an unknown tag");
        }
        int content = start + 2 + lengthBytes(start + 1);
        int end = content + length(start + 1, limit);
        if ((bytes[start] & CONSTRUCTED) != 0) {
            walk(content, end, depth);
        }
        return end;
    }

    private void walk(int content, int end, int depth) {
        int next = content;
        while (next < end) {
            next = endOfValue(next, end, depth + 1);
        }
    }

    private int lengthBytes(int at) {
        return bytes[at] >= 0 ? 0 : bytes[at] & 0x7f;
    }

    private int length(int at, int limit) {
        int count = lengthBytes(at);
        if (bytes[at] >= 0) {
            return within(bytes[at], at + 1, limit);
        }
        if (count == 0 || count > 3 || at + 1 + count > limit) {
            throw malformed("a length is indefinite or longer than the input");
        }
        int length = 0;
        for (int i = 1; i <= count; i++) {
            length = length << 8 | (bytes[at + i] & 0xff);
        }
        if (length < 0x80 || length >>> (8 * (count - 1)) == 0) {
            throw malformed("a length is not written in its shortest form");
        }
        return within(length, at + 1 + count, limit);
    }

    private static int within(int length, int content, int limit) {
        if (length > limit - content) {
            throw malformed("a length is longer than the input");
        }
        return length;
    }

    private static MalformedInputException malformed(String complaint) {
        return new MalformedInputException("the content is not DER: " + complaint);
    }
}
