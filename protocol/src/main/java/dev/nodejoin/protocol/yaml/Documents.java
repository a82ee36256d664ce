package dev.nodejoin.protocol.yaml;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.nodejoin.protocol.MalformedInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a text of one or more YAML documents, or one of JSON. Only plain data: no anchors, no repeated keys, no nesting
 * deeper than 64. Errors tell the line, never the content, which may be a secret.
 */
public final class Documents {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_DOCUMENTS = 64;
    private static final StreamReadConstraints CONSTRAINTS =
            StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build();
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .streamReadConstraints(CONSTRAINTS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
            .build());
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(CONSTRAINTS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    private Documents() {}

    /** All documents that are not empty; each must be a mapping. */
    public static List<Section> parse(byte[] bytes, int maxBytes) {
        if (bytes.length > maxBytes) {
            throw new MalformedInputException(
                    "the text has %d bytes; at most %d are read".formatted(bytes.length, maxBytes));
        }
        return parse(text(bytes));
    }

    /** The one document that must be there. */
    public static Section single(byte[] bytes, int maxBytes) {
        var documents = parse(bytes, maxBytes);
        if (documents.size() != 1) {
            throw new MalformedInputException(
                    "the text holds %d YAML documents; exactly one is expected".formatted(documents.size()));
        }
        return documents.getFirst();
    }

    private static List<Section> parse(String text) {
        if (text.stripLeading().startsWith("{")) {
            try {
                return parse(JSON, text);
            } catch (MalformedInputException e) {
                // It may still be YAML, whose flow style begins in the same way.
                return parse(YAML, text);
            }
        }
        return parse(YAML, text);
    }

    private static List<Section> parse(ObjectMapper mapper, String text) {
        try {
            refuseAnchors(mapper, text);
            try (var parser = mapper.createParser(text)) {
                return documents(parser);
            }
        } catch (JsonProcessingException e) {
            throw malformed(e);
        } catch (IOException | RuntimeException e) { // SnakeYAML lets some runtime exceptions of its own escape
            throw e instanceof MalformedInputException known ? known : notYaml();
        }
    }

    private static List<Section> documents(JsonParser parser) throws IOException {
        var documents = new ArrayList<Section>();
        while (parser.nextToken() != null) {
            JsonNode node = parser.readValueAsTree();
            if (node != null && !node.isNull() && !node.isMissingNode()) {
                documents.add(section(node));
            }
            if (documents.size() > MAX_DOCUMENTS) {
                throw new MalformedInputException("the text holds more than %d documents".formatted(MAX_DOCUMENTS));
            }
        }
        return documents;
    }

    private static Section section(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return new Section("", object);
        }
        throw new MalformedInputException("the document is not a mapping of fields");
    }

    /** Jackson would read an alias as the text of its name. */
    private static void refuseAnchors(ObjectMapper mapper, String text) throws IOException {
        if (mapper == JSON) {
            return;
        }
        try (var parser = (YAMLParser) mapper.createParser(text)) {
            while (parser.nextToken() != null) {
                if (parser.isCurrentAlias() || parser.getObjectId() != null) {
                    throw new MalformedInputException("the YAML uses anchors or aliases; write the value out instead");
                }
            }
        }
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedInputException("the text is not UTF-8");
        }
    }

    private static MalformedInputException malformed(JsonProcessingException e) {
        var location = e.getLocation();
        return location == null
                ? notYaml()
                : new MalformedInputException("the text is not well-formed YAML or JSON: see line %d, column %d"
                        .formatted(location.getLineNr(), location.getColumnNr()));
    }

    private static MalformedInputException notYaml() {
        return new MalformedInputException("the text is not well-formed YAML or JSON");
    }
}
