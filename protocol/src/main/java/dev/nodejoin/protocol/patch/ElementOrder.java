package dev.nodejoin.protocol.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.nodejoin.protocol.MalformedInputException;
import java.util.ArrayList;
import java.util.List;

/**
 * The directive {@code $setElementOrder}: what it names comes in its order, the rest where it stood among them before.
 *
 * @param before the list as it was
 */
record ElementOrder(String field, List<JsonNode> order, List<JsonNode> before) {
    /** A patch must have its own elements in the order that it asks for. */
    ArrayNode ofPatch(List<JsonNode> elements) {
        var rest = order.iterator();
        for (var element : order.isEmpty() ? List.<JsonNode>of() : elements) {
            var found = false;
            while (!found && rest.hasNext()) {
                found = rest.next().equals(element);
            }
            if (!found) {
                throw new MalformedInputException(
                        "the list %s is not in the order of $setElementOrder/%s".formatted(field, field));
            }
        }
        return of(elements);
    }

    ArrayNode of(List<JsonNode> elements) {
        if (elements.stream().anyMatch(JsonNode::isContainerNode)) {
            throw new MalformedInputException("$setElementOrder/%s is for lists of plain values".formatted(field));
        }
        var named = order.stream().filter(elements::contains).toList();
        var others = new ArrayList<>(
                elements.stream().filter(element -> !order.contains(element)).toList());
        var sorted = JsonNodeFactory.instance.arrayNode();
        for (var element : named) {
            while (!others.isEmpty() && isBefore(others.getFirst(), element)) {
                sorted.add(others.removeFirst());
            }
            sorted.add(element);
        }
        return sorted.addAll(others);
    }

    private boolean isBefore(JsonNode one, JsonNode other) {
        return before.contains(one) && before.contains(other) && before.indexOf(one) < before.indexOf(other);
    }
}
