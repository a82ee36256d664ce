package dev.nodejoin.protocol.pki;

import dev.nodejoin.protocol.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Textual encoding of DER (RFC 7468): reads nothing into a block that is not plainly in it. */
final class Pem {
    private static final int MOST_CHARACTERS_WITH_KEY = 131_072;
    private static final int MOST_BLOCKS_WITH_KEY = 16;
    private static final Pattern BLOCK = Pattern.compile(
            "(?md)^-----BEGIN (?<type>[A-Z0-9 ]{1,64})-----\r?\n(?<body>[^-]*+)-----END \\k<type>-----(?:\r?\n|$)");
    private static final Pattern BODY = Pattern.compile("(?:[A-Za-z0-9+/]++={0,2}\r?\n)++");
    private static final Base64.Encoder ENCODER = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private Pem() {}

    /** One block: the type that its first line names, and its content. */
    record Block(String type, Der der) {
        Der expect(String expected) {
            if (!type.equals(expected)) {
                throw new MalformedInputException(
                        "there is a PEM block of type %s where %s is expected".formatted(type, expected));
            }
            return der;
        }
    }

    /** As Go and OpenSSL write it: lines of 64 characters, each ended by a line feed. */
    static String encode(String type, byte[] der) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, ENCODER.encodeToString(der), type);
    }

    /** The one block that is the whole text; only line breaks may follow it. */
    static Block single(String text) {
        var matcher = BLOCK.matcher(text);
        if (!matcher.lookingAt()) {
            throw new MalformedInputException("the text does not begin with a complete PEM block");
        }
        if (text.chars().skip(matcher.end()).anyMatch(c -> c != '\n' && c != '\r')) {
            throw new MalformedInputException("there is text after the PEM block; exactly one block is expected");
        }
        return block(matcher);
    }

    /** All blocks of a text that may have comments around them, as RFC 7468 permits. */
    static List<Block> all(String text, int most) {
        var blocks = new ArrayList<Block>();
        var matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            if (blocks.size() == most) {
                throw new MalformedInputException("there are more than %d PEM blocks".formatted(most));
            }
            blocks.add(block(matcher));
        }
        if (markers(text) != 2L * blocks.size()) {
            throw new MalformedInputException("a PEM block is incomplete: its BEGIN and END lines do not match");
        }
        return blocks;
    }

    /** The text of a file or field: ASCII, and not longer than it may be. */
    static String text(byte[] bytes, int mostBytes) {
        if (bytes.length > mostBytes) {
            throw new MalformedInputException("it is longer than %d bytes".formatted(mostBytes));
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** All blocks of a text that is no longer than a client certificate, its chain and its key. */
    static List<Block> certificatesAndKey(String text) {
        if (text.length() > MOST_CHARACTERS_WITH_KEY) {
            throw new MalformedInputException(
                    "a certificate and key have at most %d characters".formatted(MOST_CHARACTERS_WITH_KEY));
        }
        return all(text, MOST_BLOCKS_WITH_KEY);
    }

    private static long markers(String text) {
        return Pattern.compile("-----(BEGIN|END) ").matcher(text).results().count();
    }

    private static Block block(Matcher matcher) {
        var body = matcher.group("body");
        if (body.indexOf(':') >= 0) {
            throw new MalformedInputException("the PEM block has headers; none are expected");
        }
        if (!BODY.matcher(body).matches()) {
            throw notBase64();
        }
        return new Block(matcher.group("type"), Der.of(decode(body.replaceAll("[\r\n]", ""))));
    }

    private static byte[] decode(String base64) {
        try {
            var bytes = Base64.getDecoder().decode(base64);
            // The decoder forgives missing padding and stray bits; one content must have one spelling.
            if (!Arrays.equals(Base64.getEncoder().encode(bytes), base64.getBytes(StandardCharsets.US_ASCII))) {
                throw notBase64();
            }
            return bytes;
        } catch (IllegalArgumentException e) {
            throw notBase64();
        }
    }

    private static MalformedInputException notBase64() {
        return new MalformedInputException("the body of the PEM block is not base64");
    }
}
