package dev.nodejoin.protocol.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nodejoin.protocol.MalformedInputException;
import java.util.List;
import java.util.Optional;

/**
 * RFC 6902, as kubeadm's library has it (evanphx/json-patch v4). That one is laxer than the RFC, and than the libraries for
 * Java: an index may count from the end ({@code -1}), and a field need not be there to be replaced.
 */
final class JsonPatch {
    /** As the API server has it for patches; copies of copies would double with each operation. */
    private static final int MOST_COPIED = 3 * 1024 * 1024;

    private JsonNode document;
    private long copied;

    private JsonPatch(JsonNode document) {
        this.document = document;
    }

    static ObjectNode apply(ObjectNode document, JsonNode patch) {
        var run = new JsonPatch(document.deepCopy());
        run.apply(operations(patch));
        if (run.document instanceof ObjectNode result) {
            return result;
        }
        throw new MalformedInputException("what remains of the document is not a mapping of fields");
    }

    private static List<JsonNode> operations(JsonNode patch) {
        if (patch.isNull()) {
            return List.of();
        }
        if (patch instanceof ArrayNode list) {
            return list.valueStream().toList();
        }
        throw new MalformedInputException("a JSON patch must be a list of operations");
    }

    private void apply(List<JsonNode> operations) {
        for (int i = 0; i < operations.size(); i++) {
            try {
                apply(operations.get(i));
            } catch (MalformedInputException e) {
                throw new MalformedInputException("operation %d: %s".formatted(i + 1, e.getMessage()));
            }
        }
    }

    private void apply(JsonNode operation) {
        switch (operation.path("op").asText()) {
            case "add" -> add(path(operation, "path"), value(operation));
            case "remove" -> remove(path(operation, "path"));
            case "replace" -> replace(path(operation, "path"), value(operation));
            case "move" -> move(path(operation, "from"), path(operation, "path"));
            case "copy" -> copy(path(operation, "from"), path(operation, "path"));
            case "test" -> test(path(operation, "path"), value(operation));
            default -> throw new MalformedInputException("op must be one of add, remove, replace, move, copy and test");
        }
    }

    private void move(String from, String to) {
        var moved = get(from);
        remove(from);
        add(to, moved);
    }

    private void copy(String from, String to) {
        var original = get(from);
        copied += Extent.characters(original, Pointer.depth(to));
        if (copied > MOST_COPIED) {
            throw new MalformedInputException(
                    "it and those before it copy more than %d characters".formatted(MOST_COPIED));
        }
        insert(to, original.deepCopy());
    }

    private void add(String path, JsonNode value) {
        Extent.requireShallow(value, Pointer.depth(path));
        insert(path, value);
    }

    private void insert(String path, JsonNode value) {
        var key = Pointer.last(path);
        switch (parent(path)) {
            case ObjectNode object -> object.set(key, value);
            case ArrayNode list when key.equals("-") -> list.add(value);
            case ArrayNode list -> list.insert(index(path, list.size() + 1), value);
            default -> throw missing(path);
        }
    }

    private void remove(String path) {
        switch (parent(path)) {
            case ObjectNode object when object.has(Pointer.last(path)) -> object.remove(Pointer.last(path));
            case ArrayNode list -> list.remove(index(path, list.size()));
            default -> throw missing(path);
        }
    }

    private void replace(String path, JsonNode value) {
        if (path.isEmpty()) {
            document = value;
            return;
        }
        Extent.requireShallow(value, Pointer.depth(path));
        switch (parent(path)) {
            case ObjectNode object -> object.set(Pointer.last(path), value);
            case ArrayNode list -> list.set(index(path, list.size()), value);
            default -> throw missing(path);
        }
    }

    private void test(String path, JsonNode expected) {
        var found = path.isEmpty() ? document : get(path);
        if (!found.equals(expected)) {
            throw new MalformedInputException("the value at \"%s\" is not the one that is tested for".formatted(path));
        }
    }

    /** A field that is absent is as good as null. */
    private JsonNode get(String path) {
        return switch (parent(path)) {
            case ObjectNode object ->
                Optional.ofNullable(object.get(Pointer.last(path))).orElseGet(JsonNodeFactory.instance::nullNode);
            case ArrayNode list -> list.get(index(path, list.size()));
            default -> throw missing(path);
        };
    }

    private JsonNode parent(String path) {
        var node = document;
        for (var key : Pointer.parents(path)) {
            node = switch (node) {
                case ObjectNode object when object.path(key).isContainerNode() -> object.get(key);
                case ArrayNode list
                when list.path(Pointer.index(key, list.size(), path)).isContainerNode() ->
                    list.get(Pointer.index(key, list.size(), path));
                default -> throw missing(path);
            };
        }
        return node;
    }

    private static int index(String path, int size) {
        return Pointer.index(Pointer.last(path), size, path);
    }

    private static JsonNode value(JsonNode operation) {
        return Optional.ofNullable(operation.get("value"))
                .<JsonNode>map(JsonNode::deepCopy)
                .orElseGet(JsonNodeFactory.instance::nullNode);
    }

    private static String path(JsonNode operation, String field) {
        if (!operation.path(field).isTextual()) {
            throw new MalformedInputException("%s is missing or not a text".formatted(field));
        }
        return operation.get(field).textValue();
    }

    static MalformedInputException missing(String path) {
        return new MalformedInputException("there is nothing at the path \"%s\"".formatted(path));
    }
}
