package dev.nodejoin.protocol.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nodejoin.protocol.MalformedInputException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;

/** Builds plain data from the events of YAML. */
final class YamlTree {
    private final Iterator<Event> events;
    private final BiConsumer<String, Event> repetition;

    private YamlTree(Iterator<Event> events, BiConsumer<String, Event> repetition) {
        this.events = events;
        this.repetition = repetition;
    }

    /** All documents of the text; a repeated key is an error. */
    static List<JsonNode> strict(String text) {
        return read(text, (path, event) -> {
            throw YamlSource.malformed(event.getStartMark(), "a field is there twice");
        });
    }

    /** All documents of the text; of a repeated key the last value counts, and its path is noted. */
    static List<JsonNode> forgiving(String text, List<String> repeated) {
        return read(text, (path, event) -> repeated.add(path));
    }

    private static List<JsonNode> read(String text, BiConsumer<String, Event> repetition) {
        try {
            var events = new Yaml(new LoaderOptions()).parse(new StringReader(text));
            return new YamlTree(events.iterator(), repetition).documents();
        } catch (YAMLException e) {
            throw YamlSource.malformed(e);
        }
    }

    private List<JsonNode> documents() {
        var documents = new ArrayList<JsonNode>();
        while (events.hasNext()) {
            if (events.next().is(Event.ID.DocumentStart)) {
                documents.add(node(events.next(), "", 0));
            }
        }
        return documents;
    }

    private JsonNode node(Event event, String path, int depth) {
        if (depth > YamlSource.MAX_DEPTH) {
            throw YamlSource.malformed(event.getStartMark(), "it is nested too deep");
        }
        refuseAnchor(event);
        return switch (event) {
            case ScalarEvent scalar ->
                GoScalar.of(scalar).orElseThrow(() -> YamlSource.malformed(event.getStartMark(), "a tag is used"));
            case MappingStartEvent _ -> mapping(path, depth);
            case SequenceStartEvent _ -> sequence(path, depth);
            default -> throw YamlSource.malformed(event.getStartMark(), "");
        };
    }

    private ObjectNode mapping(String path, int depth) {
        var mapping = JsonNodeFactory.instance.objectNode();
        for (var event = events.next(); !event.is(Event.ID.MappingEnd); event = events.next()) {
            refuseAnchor(event);
            if (!(event instanceof ScalarEvent key)) {
                throw YamlSource.malformed(event.getStartMark(), "a field's name is no text");
            }
            var name = key.getValue();
            var pathToValue = path.isEmpty() ? Section.printable(name) : path + "." + Section.printable(name);
            if (mapping.has(name)) {
                repetition.accept(pathToValue, event);
            }
            mapping.set(name, node(events.next(), pathToValue, depth + 1));
        }
        return mapping;
    }

    private ArrayNode sequence(String path, int depth) {
        var sequence = JsonNodeFactory.instance.arrayNode();
        for (var event = events.next(); !event.is(Event.ID.SequenceEnd); event = events.next()) {
            sequence.add(node(event, "%s[%d]".formatted(path, sequence.size()), depth + 1));
        }
        return sequence;
    }

    /** They can make a large document of a small text. */
    private static void refuseAnchor(Event event) {
        if (event.is(Event.ID.Alias) || (event instanceof NodeEvent node && node.getAnchor() != null)) {
            throw new MalformedInputException("the YAML uses anchors or aliases; write the value out instead");
        }
    }
}
