package dev.nodejoin.protocol.patch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.yaml.Documents;

/**
 * How much a value would be at a place in a document. A few operations make a document deeper than a library writes, or
 * a stack bears to walk; so what is too deep is refused where it is put in, and no walk goes further down than that.
 */
final class Extent {
    private Extent() {}

    /** Throws {@link MalformedInputException} if the document would be deeper than what is read. */
    static void requireShallow(JsonNode value, int depth) {
        characters(value, depth);
    }

    /** About as many as its JSON has; throws {@link MalformedInputException} like {@link #requireShallow}. */
    static long characters(JsonNode value, int depth) {
        if (depth > Documents.MAX_DEPTH) {
            throw new MalformedInputException(
                    "it would nest the document deeper than %d levels".formatted(Documents.MAX_DEPTH));
        }
        return switch (value.getNodeType()) {
            case OBJECT ->
                value.propertyStream()
                                .mapToLong(
                                        field -> field.getKey().length() + 4 + characters(field.getValue(), depth + 1))
                                .sum()
                        + 2;
            case ARRAY ->
                value.valueStream()
                                .mapToLong(entry -> 1 + characters(entry, depth + 1))
                                .sum()
                        + 2;
            default -> value.asText().length() + 2;
        };
    }
}
