package dev.nodejoin.protocol.handoff;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.patch.PatchType;
import dev.nodejoin.protocol.yaml.Documents;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A change of the kubelet's configuration as a request has it, for a file in kubeadm's patches directory. It travels as JSON
 * of what was read here, so that no other reader finds more in the text than was judged.
 */
public record KubeletPatch(PatchType type, JsonNode content) {
    public static final int MAX_BYTES = 16_384;

    /** The most that a hand-off carries. */
    public static final int MOST = 8;

    private static final String KEY = "kubelet-patch-%d-%s.json";
    private static final String FILE = "kubeletconfiguration%d+%s.json";
    private static final String OPERATIONS = "operations";

    /**
     * Reads a patch in YAML or JSON.
     *
     * @param type as in a request; empty for Strategic
     * @throws MalformedInputException for a text that is no such patch, that would undo what the request says, or that
     *     changes the configuration as a whole, so that nobody can tell which fields
     */
    public static KubeletPatch parse(String type, String text) {
        var known = type(type);
        var patch = new KubeletPatch(known, known == PatchType.JSON ? operations(text) : fields(text));
        patch.touched().forEach(PatchedField::requireFree);
        return patch;
    }

    private static PatchType type(String asked) {
        return switch (asked) {
            case "", "Strategic" -> PatchType.STRATEGIC;
            case "Merge" -> PatchType.MERGE;
            case "JSON" -> PatchType.JSON;
            default -> throw new MalformedInputException("type must be Strategic, Merge or JSON");
        };
    }

    private static ObjectNode fields(String text) {
        return Documents.single(text.getBytes(UTF_8), MAX_BYTES).toTree();
    }

    private static ArrayNode operations(String text) {
        var wrapped = text.stripLeading().startsWith("[")
                ? "{\"%s\": %s}".formatted(OPERATIONS, text)
                : "%s:\n%s".formatted(OPERATIONS, text);
        var tree = Documents.single(wrapped.getBytes(UTF_8), MAX_BYTES + OPERATIONS.length())
                .toTree();
        if (tree.size() == 1 && tree.get(OPERATIONS) instanceof ArrayNode list && isOperations(list)) return list;
        throw new MalformedInputException("a JSON patch must be a list of operations, each with op and path");
    }

    private static boolean isOperations(ArrayNode list) {
        return list.valueStream()
                .allMatch(operation -> operation.path("op").isTextual()
                        && operation.path("path").isTextual()
                        && (!operation.has("from") || operation.path("from").isTextual()));
    }

    /** The fields of the configuration that it touches, by their names at the top. */
    public List<String> fields() {
        return touched().map(PatchedField::name).distinct().toList();
    }

    /** Each thing that it makes of a field: a text that it sets, or empty for anything else. */
    public List<Optional<String>> textsOf(String field) {
        return touched()
                .filter(touched -> touched.name().equals(field))
                .map(touched -> touched.value().filter(JsonNode::isTextual).map(JsonNode::textValue))
                .toList();
    }

    private Stream<PatchedField> touched() {
        return type == PatchType.JSON
                ? content.valueStream().flatMap(PatchedField::ofOperation)
                : content.propertyStream().map(PatchedField::of);
    }

    /** What the file holds. */
    public String text() {
        return content + "\n";
    }

    /** The key in the hand-off Secret; what kubeadm calls the file can be none, for its plus sign. */
    String key(int index) {
        return KEY.formatted(index, type.word());
    }

    /** The file in kubeadm's patches directory; kubeadm applies them in the order of their names. */
    String fileName(int index) {
        return FILE.formatted(index, type.word());
    }

    /** All keys that a hand-off may have, and the file that each is for. */
    static Stream<KeyedFile> keyedFiles() {
        return IntStream.range(0, MOST)
                .boxed()
                .flatMap(index -> Stream.of(PatchType.values())
                        .map(type ->
                                new KeyedFile(KEY.formatted(index, type.word()), FILE.formatted(index, type.word()))));
    }

    /** A key of the hand-off Secret, and the file in the patches directory that it is for. */
    record KeyedFile(String key, String file) {}
}
