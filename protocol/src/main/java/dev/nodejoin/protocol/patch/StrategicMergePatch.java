package dev.nodejoin.protocol.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nodejoin.protocol.MalformedInputException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Kubernetes' strategic merge patch for a kubelet's configuration. None of that configuration's lists has a merge strategy,
 * so a list is replaced as a whole; the directives work all the same.
 */
final class StrategicMergePatch {
    private static final String PATCH = "$patch";
    private static final String RETAIN = "$retainKeys";
    private static final String ORDER = "$setElementOrder/";
    private static final String DELETE_FROM_LIST = "$deleteFromPrimitiveList/";

    private StrategicMergePatch() {}

    static ObjectNode apply(ObjectNode document, JsonNode patch) {
        return switch (patch) {
            case ObjectNode changes -> merge(document.deepCopy(), changes.deepCopy());
            case JsonNode nothing when nothing.isNull() -> document;
            default -> throw new MalformedInputException("a strategic merge patch must be a mapping of fields");
        };
    }

    private static ObjectNode merge(ObjectNode target, ObjectNode patch) {
        if (patch.has(PATCH)) {
            return directed(patch);
        }
        retainKeys(target, patch);
        orderElements(target, patch);
        for (var change : patch.properties()) {
            if (change.getKey().startsWith(DELETE_FROM_LIST)) {
                deleteElements(target, change.getKey().substring(DELETE_FROM_LIST.length()), change.getValue());
            } else {
                merge(target, change.getKey(), change.getValue());
            }
        }
        return target;
    }

    private static void merge(ObjectNode target, String field, JsonNode value) {
        switch (target.get(field)) {
            case JsonNode present when value.isNull() -> target.remove(field);
            case ObjectNode present
            when value instanceof ObjectNode changes -> target.set(field, merge(present, changes));
            case ArrayNode present when value instanceof ArrayNode -> target.set(field, value);
            case null, default -> set(target, field, value);
        }
    }

    /** What is new, or of another kind than before, comes without nulls and without what carries a directive. */
    private static void set(ObjectNode target, String field, JsonNode value) {
        if (value.isNull() || isDirective(value)) {
            target.remove(field);
            return;
        }
        target.set(field, withoutDirectives(MergePatch.withoutNulls(value)));
    }

    private static ObjectNode directed(ObjectNode patch) {
        return switch (patch.get(PATCH).asText()) {
            case "replace" -> patch.without(PATCH);
            case "delete" -> JsonNodeFactory.instance.objectNode();
            default -> throw new MalformedInputException("$patch must be replace or delete");
        };
    }

    private static boolean isDirective(JsonNode value) {
        return value instanceof ObjectNode object && object.has(PATCH);
    }

    private static JsonNode withoutDirectives(JsonNode value) {
        switch (value) {
            case ObjectNode object -> {
                object.properties().removeIf(entry -> isDirective(entry.getValue()));
                object.properties().forEach(entry -> withoutDirectives(entry.getValue()));
            }
            case ArrayNode list -> {
                list.removeIf(StrategicMergePatch::isDirective);
                list.forEach(StrategicMergePatch::withoutDirectives);
            }
            default -> {}
        }
        return value;
    }

    /** Keeps those fields alone, which must be all that the patch sets. */
    private static void retainKeys(ObjectNode target, ObjectNode patch) {
        if (!patch.has(RETAIN)) {
            return;
        }
        var kept = new HashSet<String>();
        elements(RETAIN, patch.remove(RETAIN)).forEach(key -> kept.add(key.asText()));
        for (var change : patch.properties()) {
            var key = change.getKey();
            if (!change.getValue().isNull()
                    && !key.startsWith(ORDER)
                    && !key.startsWith(DELETE_FROM_LIST)
                    && !kept.contains(key)) {
                throw new MalformedInputException(
                        "%s does not name the field %s that the patch sets".formatted(RETAIN, key));
            }
        }
        target.retain(kept);
    }

    private static void deleteElements(ObjectNode target, String field, JsonNode elements) {
        var unwanted = Set.copyOf(elements(DELETE_FROM_LIST + field, elements));
        if (target.get(field) instanceof ArrayNode list) {
            list.removeIf(unwanted::contains);
        }
    }

    private static void orderElements(ObjectNode target, ObjectNode patch) {
        var directives = patch.propertyStream()
                .filter(field -> field.getKey().startsWith(ORDER))
                .toList();
        for (var directive : directives) {
            patch.remove(directive.getKey());
            var field = directive.getKey().substring(ORDER.length());
            var order = elements(directive.getKey(), directive.getValue());
            var present = elements(field, target.path(field));
            var sorting = new ElementOrder(field, order, present);
            if (patch.has(field)) {
                target.set(field, sorting.ofPatch(elements(field, patch.remove(field))));
            } else if (!present.isEmpty()) {
                target.set(field, sorting.of(present));
            }
        }
    }

    private static List<JsonNode> elements(String field, JsonNode list) {
        return switch (list) {
            case ArrayNode elements -> elements.valueStream().toList();
            case JsonNode absent when absent.isMissingNode() -> List.of();
            default -> throw new MalformedInputException(field + " must be a list");
        };
    }
}
