package dev.nodejoin.protocol.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nodejoin.protocol.MalformedInputException;

/**
 * RFC 7386, as kubeadm's library has it (evanphx/json-patch): where a mapping is added as a whole, nulls in it are left out,
 * also in mappings within lists.
 */
final class MergePatch {
    private MergePatch() {}

    static ObjectNode apply(ObjectNode document, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes)) {
            throw new MalformedInputException("a merge patch must be a mapping of fields");
        }
        var result = document.deepCopy();
        merge(result, changes.deepCopy());
        return result;
    }

    private static void merge(ObjectNode target, ObjectNode patch) {
        patch.properties().forEach(entry -> merge(target, entry.getKey(), entry.getValue()));
    }

    private static void merge(ObjectNode target, String field, JsonNode value) {
        switch (target.get(field)) {
            case JsonNode present when value.isNull() -> target.remove(field);
            case ObjectNode present when value instanceof ObjectNode changes -> merge(present, changes);
            case ObjectNode present -> target.set(field, value);
            case null, default -> {
                if (!value.isNull()) {
                    target.set(field, withoutNulls(value));
                }
            }
        }
    }

    /** The same without the fields that are null; the items of a list are kept. */
    static JsonNode withoutNulls(JsonNode value) {
        switch (value) {
            case ObjectNode object -> {
                object.properties().removeIf(entry -> entry.getValue().isNull());
                object.properties().forEach(entry -> withoutNulls(entry.getValue()));
            }
            case ArrayNode list -> list.forEach(MergePatch::withoutNulls);
            default -> {}
        }
        return value;
    }
}
