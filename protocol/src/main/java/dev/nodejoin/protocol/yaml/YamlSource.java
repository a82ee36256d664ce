package dev.nodejoin.protocol.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nodejoin.protocol.MalformedInputException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * What {@link Documents} and {@link GoYaml} have in common: bytes that are text, a depth, errors that tell the place
 * alone.
 */
final class YamlSource {
    /** Nothing that Kubernetes reads is nested deeper. */
    static final int MAX_DEPTH = 64;

    private YamlSource() {}

    static String text(byte[] utf8) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedInputException("the text is not UTF-8");
        }
    }

    /** The library's own words may hold a part of the text, which may be a secret. */
    static MalformedInputException malformed(YAMLException e) {
        return malformed(e instanceof MarkedYAMLException marked ? marked.getProblemMark() : null, "");
    }

    /**
     * @param mark absent where the place is not known
     * @param reason what is wrong there, or empty
     */
    static MalformedInputException malformed(@Nullable Mark mark, String reason) {
        return new MalformedInputException("the text is not well-formed YAML or JSON"
                + (mark == null ? "" : ": see line %d, column %d".formatted(mark.getLine() + 1, mark.getColumn() + 1))
                + (reason.isEmpty() ? "" : ", where " + reason));
    }
}
