package dev.nodejoin.protocol.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.yaml.GoYaml;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a small patch can't do to a machine. What operations mean, real kubeadm says: {@link KubeadmPatchesTest}. */
class JsonPatchTest {
    private static final ObjectNode DOCUMENT = (ObjectNode) GoYaml.read("a: {b: 1}");

    @Test
    void copies_of_copies_come_to_an_end() {
        assertThatThrownBy(() -> JsonPatch.apply(DOCUMENT, copies(80)))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("operation ")
                .hasMessageContaining("copy more than");
    }

    @Test
    void some_copies_are_well() {
        assertThat(JsonPatch.apply(DOCUMENT, copies(2)).toString())
                .isEqualTo("{\"a\":{\"b\":1,\"x0\":{\"b\":1},\"x1\":{\"b\":1,\"x0\":{\"b\":1}}}}");
    }

    /** A few kilobytes would make what no library writes any more. */
    @Test
    void copies_that_double_the_depth_come_to_an_end() {
        assertThatThrownBy(() -> JsonPatch.apply(DOCUMENT, deepCopies(12)))
                .isInstanceOf(MalformedInputException.class)
                .hasMessage("operation 6: it would nest the document deeper than 64 levels");
        assertThat(JsonPatch.apply(DOCUMENT, deepCopies(5)).at("/a".repeat(32) + "/b"))
                .hasToString("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"add", "replace"})
    void what_is_set_deeper_than_anything_that_is_read_is_refused(String operation) {
        var document = (ObjectNode) GoYaml.read("a: {b: {c: {}}}");

        assertThat(JsonPatch.apply(document, nested(operation, "/a/b/c/x", 60)).at("/a/b/c/x" + "/0".repeat(60)))
                .hasToString("1");
        assertThatThrownBy(() -> JsonPatch.apply(document, nested(operation, "/a/b/c/x", 61)))
                .isInstanceOf(MalformedInputException.class)
                .hasMessage("operation 1: it would nest the document deeper than 64 levels");
    }

    @Test
    void what_is_moved_deeper_than_anything_that_is_read_is_refused() {
        var operations = """
                - {op: add, path: /x, value: %s}
                - {op: move, from: /a, path: /x%s/-}
                """.formatted(lists(60), "/0".repeat(59));

        assertThatThrownBy(() ->
                        JsonPatch.apply((ObjectNode) GoYaml.read("a: {b: {c: {d: {e: 1}}}}"), GoYaml.read(operations)))
                .isInstanceOf(MalformedInputException.class)
                .hasMessage("operation 2: it would nest the document deeper than 64 levels");
    }

    private static JsonNode nested(String operation, String path, int depth) {
        return GoYaml.read(
                "[{\"op\": \"%s\", \"path\": \"%s\", \"value\": %s}]".formatted(operation, path, lists(depth)));
    }

    private static String lists(int depth) {
        return "[".repeat(depth) + "1" + "]".repeat(depth);
    }

    /** Each hangs what there is below the deepest of it. */
    private static JsonNode deepCopies(int count) {
        return GoYaml.read(IntStream.range(0, count)
                .mapToObj(i ->
                        "{\"op\": \"copy\", \"from\": \"/a\", \"path\": \"%s\"}".formatted("/a".repeat((1 << i) + 1)))
                .collect(Collectors.joining(", ", "[", "]")));
    }

    /** Each doubles what there is. */
    private static JsonNode copies(int count) {
        return GoYaml.read(IntStream.range(0, count)
                .mapToObj("{\"op\": \"copy\", \"from\": \"/a\", \"path\": \"/a/x%d\"}"::formatted)
                .collect(Collectors.joining(", ", "[", "]")));
    }
}
