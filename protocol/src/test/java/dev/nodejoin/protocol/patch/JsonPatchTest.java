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

    /** Each doubles what there is. */
    private static JsonNode copies(int count) {
        return GoYaml.read(IntStream.range(0, count)
                .mapToObj("{\"op\": \"copy\", \"from\": \"/a\", \"path\": \"/a/x%d\"}"::formatted)
                .collect(Collectors.joining(", ", "[", "]")));
    }
}
