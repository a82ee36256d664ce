package dev.nodejoin.protocol.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class YamlTextTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void keys_are_sorted_and_lists_are_not_indented() throws IOException {
        var document = JSON.readTree("""
                {"b": [1, {"y": true, "x": [[2, 3], []]}], "a": {"c": {}, "d": null, "e": 0.5}}
                """);

        assertThat(YamlText.of(document)).isEqualTo("""
                        a:
                          c: {}
                          d: null
                          e: 0.5
                        b:
                        - 1
                        - x:
                          - - 2
                            - 3
                          - []
                          "y": true
                        """);
    }

    /** Texts of every kind, as sigs.k8s.io/yaml spells them in a list and in a map. */
    @ParameterizedTest
    @MethodSource("scalars")
    void a_text_is_spelled_as_go_spells_it(String text, String yaml) {
        var list = JsonNodeFactory.instance.arrayNode().add(text);
        list.addObject().put("x", text);

        assertThat(YamlText.of(document("k", list))).isEqualTo(yaml);
    }

    static Stream<Object[]> scalars() throws IOException {
        try (var in = Objects.requireNonNull(YamlTextTest.class.getResourceAsStream("go-scalars.json"))) {
            return JSON.readTree(in).valueStream().map(entry ->
                    new Object[] {entry.get("in").textValue(), entry.get("out").textValue()});
        }
    }

    @Test
    void line_breaks_that_a_reader_would_fold_are_escaped() {
        assertThat(YamlText.of(document("k", JsonNodeFactory.instance.textNode("a\u0085b\u2028c"))))
                .isEqualTo("k: \"a\\Nb\\Lc\"\n");
    }

    @Test
    void long_lines_stay_whole() {
        var text = "word ".repeat(40) + "end";

        assertThat(YamlText.of(document("k", JsonNodeFactory.instance.textNode(text))))
                .isEqualTo("k: " + text + "\n");
    }

    @Property
    void every_text_is_read_back(@ForAll String key, @ForAll String value) {
        var document = document("k", JsonNodeFactory.instance.objectNode().put(key, value));
        var read = Documents.single(YamlText.of(document).getBytes(UTF_8), 1 << 20);

        assertThat(read.textMap("k")).containsExactly(Map.entry(key, value));
    }

    private static ObjectNode document(String key, JsonNode value) {
        var document = JsonNodeFactory.instance.objectNode();
        document.set(key, value);
        return document;
    }
}
