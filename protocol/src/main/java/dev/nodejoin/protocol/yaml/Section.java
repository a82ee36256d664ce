package dev.nodejoin.protocol.yaml;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nodejoin.protocol.MalformedInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A mapping in a document, with the path that leads to it. A field that is absent or null is empty; one of the wrong type
 * is an error that names the path and the types, never the value.
 */
public final class Section {
    private final String path;
    private final ObjectNode node;

    Section(String path, ObjectNode node) {
        this.path = path;
        this.node = node;
    }

    /** The path from the document's root, such as {@code clusters[0].cluster}; empty for the root. */
    public String path() {
        return path;
    }

    public Optional<String> text(String field) {
        return value(field).map(value -> text(pathTo(field), value));
    }

    /** The text of a field where an empty one is as good as none, which is how Go sees it. */
    public Optional<String> filledText(String field) {
        return text(field).filter(text -> !text.isEmpty());
    }

    /** The text of a field that must be there. */
    public String requiredText(String field) {
        return text(field).orElseThrow(() -> new MalformedInputException(pathTo(field) + " is missing"));
    }

    public Optional<Boolean> flag(String field) {
        return value(field).map(value -> {
            require(value.isBoolean(), pathTo(field), "true or false", value);
            return value.booleanValue();
        });
    }

    public Optional<Integer> integer(String field) {
        return value(field).map(value -> {
            require(value.isIntegralNumber() && value.canConvertToInt(), pathTo(field), "an integer", value);
            return value.intValue();
        });
    }

    public Optional<Section> section(String field) {
        return value(field).map(value -> section(pathTo(field), value));
    }

    /** A list of mappings, in which a null is one without fields, as in Go. */
    public List<Section> sections(String field) {
        return list(
                field,
                (at, item) ->
                        item.isNull() ? new Section(at, JsonNodeFactory.instance.objectNode()) : section(at, item));
    }

    /** A list of texts, in which a null is an empty one, as in Go. */
    public List<String> texts(String field) {
        return list(field, (at, item) -> item.isNull() ? "" : text(at, item));
    }

    /** A mapping of names to texts, sorted by name; a null is an empty text, as in Go. */
    public Map<String, String> textMap(String field) {
        var texts = new TreeMap<String, String>();
        section(field)
                .ifPresent(section -> section.node
                        .fieldNames()
                        .forEachRemaining(
                                name -> texts.put(name, section.text(name).orElse(""))));
        return texts;
    }

    public boolean has(String field) {
        return value(field).isPresent();
    }

    /** The paths of fields that are none of these. */
    public List<String> unknown(Set<String> known) {
        var unknown = new ArrayList<String>();
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                unknown.add(pathTo(printable(name)));
            }
        });
        return unknown;
    }

    /** A copy of the data itself. */
    public ObjectNode toTree() {
        return node.deepCopy();
    }

    public String pathTo(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    private Optional<JsonNode> value(String field) {
        @Nullable JsonNode value = node.get(field);
        return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    private <T> List<T> list(String field, BiFunction<String, JsonNode, T> reading) {
        var list = value(field);
        if (list.isEmpty()) {
            return List.of();
        }
        require(list.get().isArray(), pathTo(field), "a list", list.get());
        var items = new ArrayList<T>();
        for (var item : list.get()) {
            items.add(reading.apply("%s[%d]".formatted(pathTo(field), items.size()), item));
        }
        return List.copyOf(items);
    }

    private static String text(String path, JsonNode value) {
        require(value.isTextual(), path, "text", value);
        return value.textValue();
    }

    private static Section section(String path, JsonNode value) {
        require(value.isObject(), path, "a mapping", value);
        return new Section(path, (ObjectNode) value);
    }

    private static void require(boolean holds, String path, String expected, JsonNode found) {
        if (!holds) {
            throw new MalformedInputException("%s must be %s, found %s%s"
                    .formatted(
                            path,
                            expected,
                            found.getNodeType().name().toLowerCase(Locale.ROOT),
                            expected.equals("text") && found.isValueNode() ? "; put it in quotes" : ""));
        }
    }

    /** A name from the input, as it may be shown: short, and without control characters. */
    public static String printable(String name) {
        return name.codePoints()
                .limit(64)
                .mapToObj(c -> Character.isISOControl(c) ? "?" : Character.toString(c))
                .collect(joining());
    }
}
