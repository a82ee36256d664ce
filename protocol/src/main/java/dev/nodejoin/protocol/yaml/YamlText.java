package dev.nodejoin.protocol.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;

/**
 * Writes plain data as Kubernetes' own programs write it (sigs.k8s.io/yaml): block style, keys in alphabetical order, lists
 * not indented below their key, quotes only where a reader would otherwise take a text for something else. Two things are
 * left out on purpose: long texts are not folded, and line breaks of other kinds than a line feed are always escaped.
 */
public final class YamlText {
    private static final String STEP = "  ";

    private final StringBuilder out = new StringBuilder();

    private YamlText() {}

    /** The document, ended by a line feed. */
    public static String of(JsonNode document) {
        var text = new YamlText();
        if (isBlock(document)) {
            text.block(document, "", "");
        } else {
            text.value(document, "");
        }
        return text.out.toString();
    }

    /** Writes a map or list line by line; the first line begins at {@code first}, the others at {@code indent}. */
    private void block(JsonNode node, String first, String indent) {
        if (node.isArray()) {
            sequence(node, first, indent);
        } else {
            mapping(node, first, indent);
        }
    }

    private void sequence(JsonNode list, String first, String indent) {
        var begin = first;
        for (var item : list) {
            out.append(begin).append('-');
            begin = indent;
            if (isBlock(item)) {
                block(item, " ", indent + STEP);
            } else {
                value(item, indent);
            }
        }
    }

    private void mapping(JsonNode map, String first, String indent) {
        var begin = first;
        for (var entry : sorted(map)) {
            out.append(begin).append(Scalar.key(entry.getKey())).append(':');
            begin = indent;
            if (!isBlock(entry.getValue())) {
                value(entry.getValue(), indent);
                continue;
            }
            out.append('\n');
            var deeper = entry.getValue().isArray() ? indent : indent + STEP;
            block(entry.getValue(), deeper, deeper);
        }
    }

    private void value(JsonNode node, String indent) {
        out.append(out.isEmpty() ? "" : " ").append(scalar(node, indent)).append('\n');
    }

    private static String scalar(JsonNode node, String indent) {
        return switch (node.getNodeType()) {
            case STRING -> Scalar.value(node.textValue(), indent + STEP);
            case OBJECT -> "{}";
            case ARRAY -> "[]";
            case NULL -> "null";
            default -> node.asText();
        };
    }

    private static boolean isBlock(JsonNode node) {
        return node.isContainerNode() && !node.isEmpty();
    }

    private static Iterable<Map.Entry<String, JsonNode>> sorted(JsonNode map) {
        var entries = new ArrayList<>(map.properties());
        Collections.sort(entries, Map.Entry.comparingByKey());
        return entries;
    }
}
