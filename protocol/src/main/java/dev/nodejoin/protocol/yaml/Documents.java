package dev.nodejoin.protocol.yaml;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nodejoin.protocol.MalformedInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a text of one or more YAML documents, or one of JSON. Only plain data: no anchors, no repeated keys, no nesting
 * deeper than {@value #MAX_DEPTH}. Errors tell the line, never the content, which may be a secret.
 */
public final class Documents {
    /** How deep anything that is read may be nested, here and by {@link GoYaml}. */
    public static final int MAX_DEPTH = YamlSource.MAX_DEPTH;

    private static final int MAX_DOCUMENTS = 64;
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    private Documents() {}

    /**
     * Documents whose fields may be repeated.
     *
     * @param repeated the paths of fields that came more than once; the last one counts
     */
    public record Forgiven(List<Section> documents, List<String> repeated) {
        public Forgiven {
            documents = List.copyOf(documents);
            repeated = List.copyOf(repeated);
        }
    }

    /** All documents that are not empty; each must be a mapping. */
    public static List<Section> parse(byte[] bytes, int maxBytes) {
        var text = text(bytes, maxBytes);
        return parse(text, () -> YamlTree.strict(text));
    }

    /** The same with repeated fields let pass, as kubeadm does for its configuration. */
    public static Forgiven forgive(byte[] bytes, int maxBytes) {
        var repeated = new ArrayList<String>();
        var text = text(bytes, maxBytes);
        return new Forgiven(parse(text, () -> YamlTree.forgiving(text, repeated)), repeated);
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

    private interface Reading {
        List<JsonNode> documents();
    }

    private static List<Section> parse(String text, Reading yaml) {
        if (text.stripLeading().startsWith("{")) {
            try {
                return sections(json(text));
            } catch (IOException e) {
                // It may still be YAML, whose flow style begins in the same way.
                return sections(yaml.documents());
            }
        }
        return sections(yaml.documents());
    }

    private static List<JsonNode> json(String text) throws IOException {
        try (JsonParser parser = JSON.createParser(text)) {
            var documents = new ArrayList<JsonNode>();
            while (parser.nextToken() != null) {
                documents.add(parser.readValueAsTree());
            }
            return documents;
        } catch (JsonProcessingException e) {
            throw new IOException(e);
        }
    }

    private static List<Section> sections(List<JsonNode> documents) {
        var sections = documents.stream()
                .filter(document -> !document.isNull())
                .map(Documents::section)
                .toList();
        if (sections.size() > MAX_DOCUMENTS) {
            throw new MalformedInputException("the text holds more than %d documents".formatted(MAX_DOCUMENTS));
        }
        return sections;
    }

    private static Section section(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return new Section("", object);
        }
        throw new MalformedInputException("the document is not a mapping of fields");
    }

    private static String text(byte[] bytes, int maxBytes) {
        if (bytes.length > maxBytes) {
            throw new MalformedInputException(
                    "the text has %d bytes; at most %d are read".formatted(bytes.length, maxBytes));
        }
        return YamlSource.text(bytes);
    }
}
