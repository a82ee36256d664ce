package dev.nodejoin.protocol.kubeadm;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Double-quoted text as Go's {@code strconv.Quote} writes it, which is how kubeadm quotes (verb {@code %q}). Which
 * characters are printable depends on the version of Unicode: those that are newer than Go's are printed here.
 */
public final class GoQuote {
    private final byte[] bytes;
    private final StringBuilder out = new StringBuilder("\"");

    private GoQuote(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Quotes text. Half a surrogate pair has no UTF-8; its bytes are escaped one by one. */
    public static String quote(String text) {
        return quote(utf8(text));
    }

    /** Quotes the UTF-8 bytes that a Go string consists of; those that are not UTF-8 come out as {@code \xNN}. */
    public static String quote(byte[] utf8) {
        return new GoQuote(utf8).quoted();
    }

    private String quoted() {
        int at = 0;
        while (at < bytes.length) {
            int length = sequenceLength(at);
            if (length == 0) {
                out.append("\\x%02x".formatted(bytes[at] & 0xff));
                at++;
                continue;
            }
            append(new String(bytes, at, length, StandardCharsets.UTF_8).codePointAt(0));
            at += length;
        }
        return out.append('"').toString();
    }

    private void append(int c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case 0x07 -> out.append("\\a");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case 0x0b -> out.append("\\v");
            default -> out.append(isPrintable(c) ? Character.toString(c) : escaped(c));
        }
    }

    private static String escaped(int c) {
        if (c < ' ' || c == 0x7f) {
            return "\\x%02x".formatted(c);
        }
        return c < 0x10000 ? "\\u%04x".formatted(c) : "\\U%08x".formatted(c);
    }

    /** Go's {@code unicode.IsPrint}: letters, marks, numbers, punctuation, symbols, and the ASCII space. */
    private static boolean isPrintable(int c) {
        return c == ' '
                || switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.PRIVATE_USE,
                            Character.SURROGATE,
                            Character.UNASSIGNED,
                            Character.SPACE_SEPARATOR,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR -> false;
                    default -> true;
                };
    }

    /** The length of the well-formed sequence at an offset; 0 if there is none. */
    private int sequenceLength(int at) {
        int first = bytes[at] & 0xff;
        if (first < 0x80) {
            return 1;
        }
        int length = first < 0xc2 || first > 0xf4 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
        if (at + length > bytes.length) {
            return 0;
        }
        for (int i = 1; i < length; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return length > 2 && !isInRange(first, bytes[at + 1] & 0xff) ? 0 : length;
    }

    /** Excludes overlong forms, surrogates and what lies beyond U+10FFFF. */
    private static boolean isInRange(int first, int second) {
        return switch (first) {
            case 0xe0 -> second >= 0xa0;
            case 0xed -> second < 0xa0;
            case 0xf0 -> second >= 0x90;
            case 0xf4 -> second < 0x90;
            default -> true;
        };
    }

    private static byte[] utf8(String text) {
        var bytes = new ByteArrayOutputStream();
        text.codePoints().forEach(c -> bytes.writeBytes(utf8(c)));
        return bytes.toByteArray();
    }

    private static byte[] utf8(int c) {
        if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
            return new byte[] {(byte) 0xed, (byte) (0x80 | (c >> 6 & 0x3f)), (byte) (0x80 | (c & 0x3f))};
        }
        return Character.toString(c).getBytes(StandardCharsets.UTF_8);
    }
}
