package dev.nodejoin.agent.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/** A YAML or JSON document as one value for each of its leaves. */
final class Flattened {
    private static final YAMLMapper YAML = new YAMLMapper();

    private Flattened() {}

    /** By JSON pointer; empty objects and lists are leaves. */
    static Map<String, String> yaml(String text) {
        try {
            return of(YAML.readTree(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, String> of(JsonNode document) {
        var leaves = new TreeMap<String, String>();
        flatten("", document, leaves);
        return leaves;
    }

    private static void flatten(String pointer, JsonNode node, Map<String, String> leaves) {
        if (node.isObject() && !node.isEmpty()) {
            node.properties().forEach(field -> flatten(pointer + "/" + field.getKey(), field.getValue(), leaves));
        } else if (node.isArray() && !node.isEmpty()) {
            for (var i = 0; i < node.size(); i++) {
                flatten(pointer + "/" + i, node.get(i), leaves);
            }
        } else {
            leaves.put(pointer, node.toString());
        }
    }
}
