package dev.nodejoin.protocol.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nodejoin.protocol.MalformedInputException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads YAML that people write for Kubernetes' own programs, with the meaning that those give it (sigs.k8s.io/yaml: YAML
 * 1.1 as of go-yaml v2). Unlike {@link Documents}, which reads what must be plain, it knows anchors, repeated keys (the
 * last one counts) and the many words for true and false.
 */
public final class GoYaml {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Tag PLAIN = new Tag("plain");
    private static final int MAX_VALUES = 100_000;
    private static final Pattern NOT_FINITE = Pattern.compile("\\.(nan|NaN|NAN)|[-+]?\\.(inf|Inf|INF)");
    private static final double LARGEST_WHOLE = 1e15;
    private static final String SEPARATOR = "---";
    private static final Pattern LINE = Pattern.compile("(?<=\n)");

    private final StringReader text;
    private int values;

    private GoYaml(String text) {
        this.text = new StringReader(text);
    }

    /** UTF-8, a byte order mark aside. */
    public static String text(byte[] bytes) {
        var text = YamlSource.text(bytes);
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    /**
     * The parts of a text between lines of {@code ---}, as Kubernetes' own reader finds them; those with nothing but white
     * space are left out.
     */
    public static List<String> split(String text) {
        var parts = new ArrayList<String>();
        var part = new StringBuilder();
        for (var line : LINE.splitAsStream(text).toList()) {
            if (isSeparator(line) && !part.isEmpty()) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(line);
            }
        }
        parts.add(part.toString());
        return parts.stream()
                .map(String::strip)
                .filter(found -> !found.isEmpty())
                .toList();
    }

    private static boolean isSeparator(String line) {
        if (!line.startsWith(SEPARATOR)) {
            return false;
        }
        var rest = line.substring(SEPARATOR.length()).strip();
        if (!rest.isEmpty() && !rest.startsWith("#")) {
            throw new MalformedInputException("a line that begins with --- may only hold a comment besides");
        }
        return true;
    }

    /** The first document; a text without any is null. Errors tell the line, not the content. */
    public static JsonNode read(String text) {
        try {
            return new GoYaml(text).read();
        } catch (YAMLException e) {
            throw YamlSource.malformed(e);
        }
    }

    private JsonNode read() {
        var options = new LoaderOptions();
        options.setNestingDepthLimit(YamlSource.MAX_DEPTH);
        options.setMaxAliasesForCollections(YamlSource.MAX_DEPTH);
        var composer = new Composer(new ParserImpl(new StreamReader(text), options), new PlainScalars(), options);
        return composer.checkNode() ? value(composer.getNode(), 0) : JSON.nullNode();
    }

    private JsonNode value(Node node, int depth) {
        count(depth);
        return switch (node) {
            case ScalarNode scalar -> scalar(scalar);
            case SequenceNode sequence -> {
                var list = JSON.arrayNode();
                sequence.getValue().forEach(item -> list.add(value(item, depth + 1)));
                yield list;
            }
            case MappingNode mapping -> mapping(mapping, depth);
            default -> throw new MalformedInputException("the YAML has a node of an unknown kind");
        };
    }

    /** Anchors can make much of little, and a node a part of itself. */
    private void count(int depth) {
        if (++values > MAX_VALUES || depth > YamlSource.MAX_DEPTH) {
            throw new MalformedInputException("the YAML is too large or nested too deeply");
        }
    }

    private static JsonNode scalar(ScalarNode scalar) {
        var tag = scalar.getTag();
        if (tag.equals(Tag.STR)) {
            return JSON.textNode(scalar.getValue());
        }
        if (Set.of(PLAIN, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL).contains(tag)) {
            return meaning(scalar.getValue());
        }
        throw new MalformedInputException("the YAML uses a tag that has no place here; write the value out instead");
    }

    /** On its way through JSON a number must be finite and loses a fraction of zero. */
    private static JsonNode meaning(String word) {
        if (NOT_FINITE.matcher(word).matches()) {
            throw new MalformedInputException("the YAML has a number that is not finite");
        }
        var value = GoScalar.resolve(word);
        var isWhole = value.isDouble()
                && value.doubleValue() == Math.rint(value.doubleValue())
                && Math.abs(value.doubleValue()) < LARGEST_WHOLE;
        if (!isWhole) {
            return value;
        }
        return value.canConvertToInt() ? JSON.numberNode(value.intValue()) : JSON.numberNode(value.longValue());
    }

    /** What stands further down wins, also over what is merged in above it and the other way about. */
    private ObjectNode mapping(MappingNode mapping, int depth) {
        var object = JSON.objectNode();
        for (var entry : mapping.getValue()) {
            if (entry.getKeyNode() instanceof ScalarNode key && isMerge(key)) {
                merge(entry.getValueNode(), object, depth + 1);
            } else {
                object.set(key(entry.getKeyNode(), depth + 1), value(entry.getValueNode(), depth + 1));
            }
        }
        return object;
    }

    private static boolean isMerge(ScalarNode key) {
        return key.getTag().equals(Tag.MERGE)
                || (key.getTag().equals(PLAIN) && key.getValue().equals("<<"));
    }

    /** Of several mappings the first wins. */
    private void merge(Node source, ObjectNode target, int depth) {
        count(depth);
        switch (source) {
            case MappingNode mapping -> target.setAll(mapping(mapping, depth));
            case SequenceNode list -> list.getValue().reversed().forEach(item -> merge(item, target, depth + 1));
            default -> throw new MalformedInputException("the YAML merges something that is not a mapping");
        }
    }

    private String key(Node node, int depth) {
        var key = value(node, depth);
        if (key.isContainerNode() || key.isNull()) {
            throw new MalformedInputException("the YAML has a key that is not a word");
        }
        return key.asText();
    }

    /** Leaves the meaning of unquoted words to {@link GoScalar}. */
    private static final class PlainScalars extends Resolver {
        @Override
        public Tag resolve(NodeId kind, String value, boolean implicit) {
            return kind == NodeId.scalar && implicit ? PLAIN : super.resolve(kind, value, implicit);
        }
    }
}
