package dev.nodejoin.protocol.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodejoin.protocol.MalformedInputException;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentsTest {
    @Test
    void several_documents_are_read_and_empty_ones_skipped() {
        var documents = Documents.parse("---\na: x\n---\n---\n# nothing\n---\nb: [z]\n".getBytes(UTF_8), 100);

        assertThat(documents).hasSize(2);
        assertThat(documents.getFirst().text("a")).contains("x");
        assertThat(documents.getLast().texts("b")).containsExactly("z");
    }

    @Test
    void json_is_read_also_where_yaml_would_stumble_over_tabs() {
        var document = single("{\n\t\"a\": {\"b\": [{\"c\": true}]}\n}");

        assertThat(document.section("a").orElseThrow().sections("b").getFirst().flag("c"))
                .contains(true);
    }

    /** The right column is what sigs.k8s.io/yaml makes of the left one. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "yes | true",
                "Off | false",
                "y | true",
                "N | false",
                "oN | \"oN\"",
                "~ | null",
                "Null | null",
                "'' | null",
                "012 | 10",
                "0o14 | 12",
                "0x1F | 31",
                "-0b101 | -5",
                "+5 | 5",
                "1_000 | 1000",
                "08 | 8.0",
                ".5 | 0.5",
                "1e3 | 1000.0",
                "1:30 | \"1:30\"",
                "2020-01-01 | \"2020-01-01\"",
                "18446744073709551615 | 18446744073709551615",
                "1e400 | \"1e400\"",
                "\"yes\" | \"yes\"",
                "!!str 5 | \"5\"",
                "- | [null]",
                "a b | \"a b\""
            })
    void a_word_means_what_it_means_to_kubernetes(String word, String json) {
        assertThat(single("a: " + word.replace("- ", "\n- ").replaceAll("^-$", "\n-"))
                        .toTree()
                        .get("a"))
                .hasToString(json);
    }

    @Test
    void of_a_forgiven_repetition_the_last_value_counts() {
        var forgiven = Documents.forgive("a: 1\nb: [{c: 1, c: 2}]\na: x\n".getBytes(UTF_8), 100);

        assertThat(forgiven.repeated()).containsExactly("b[0].c", "a");
        assertThat(forgiven.documents().getFirst().text("a")).contains("x");
    }

    @Test
    void a_null_in_a_list_is_an_empty_item() {
        assertThat(single("a: [null, x]").texts("a")).containsExactly("", "x");
        assertThat(single("a: [null]").sections("a").getFirst().has("b")).isFalse();
        assertThat(single("a: {b: null}").textMap("a")).containsEntry("b", "");
    }

    @Test
    void absent_and_null_are_the_same() {
        var document = single("a:\nb: null\n");

        assertThat(document.text("a")).isEmpty();
        assertThat(document.flag("b")).isEmpty();
        assertThat(document.section("c")).isEmpty();
        assertThat(document.sections("a")).isEmpty();
        assertThat(document.textMap("a")).isEmpty();
        assertThat(document.has("b")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: 5 | a must be text, found number; put it in quotes",
                "a: true | a must be text, found boolean; put it in quotes",
                "a: [x] | a must be text, found array",
                "a: {b: c} | a must be text, found object"
            })
    void a_field_of_another_type_is_named(String yaml, String complaint) {
        assertThatThrownBy(() -> single(yaml).text("a"))
                .isInstanceOf(MalformedInputException.class)
                .hasMessage(complaint);
    }

    @Test
    void the_path_to_a_field_is_named() {
        assertThatThrownBy(() -> single("a:\n- b:\n    c: 1\n")
                        .sections("a")
                        .getFirst()
                        .section("b")
                        .orElseThrow()
                        .requiredText("c"))
                .hasMessageStartingWith("a[0].b.c must be text");
        assertThatThrownBy(() -> single("a: x").requiredText("b")).hasMessage("b is missing");
    }

    @Test
    void unknown_fields_are_listed_by_path() {
        assertThat(single("a: 1\nb: 2\n\"c\\n\": 3").unknown(Set.of("a"))).containsExactly("b", "c?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: [ | not well-formed",
                "a: 1\\na: 2 | line 2, column 1, where a field is there twice",
                "a: !!binary aGk= | a tag is used",
                "? [x]\\n: y | a field's name is no text",
                "a: &x 1\\nb: *x | anchors or aliases",
                "&x a: 1 | anchors or aliases",
                "just text | not a mapping",
                "[a] | not a mapping",
                "'' | exactly one is expected",
                "a: 1\\n---\\nb: 1 | exactly one is expected",
                "{\"a\": 1, \"a\": 2} | not well-formed"
            })
    void what_is_no_plain_document_is_refused(String yaml, String complaint) {
        assertThatThrownBy(() -> single(yaml.replace("\\n", "\n")))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void errors_tell_the_place_and_not_the_content() {
        assertThatThrownBy(() -> single("token: x\ntoken: f395accd246ae52d\n"))
                .hasMessageContaining("line 2")
                .hasMessageNotContaining("f395")
                .hasNoCause();
        assertThatThrownBy(() -> single("{\"token\": \"f395accd246ae52d"))
                .hasMessageNotContaining("f395")
                .hasNoCause();
    }

    @Test
    void deep_nesting_is_refused() {
        assertThatThrownBy(() -> single("{\"a\":".repeat(5000))).isInstanceOf(MalformedInputException.class);
        assertThatThrownBy(() -> single("a: " + "[".repeat(5000))).isInstanceOf(MalformedInputException.class);
    }

    @Test
    void too_many_bytes_are_refused_unread() {
        assertThatThrownBy(() -> Documents.parse(new byte[101], 100)).hasMessageContaining("101 bytes; at most 100");
    }

    @Property
    void any_bytes_are_read_or_malformed(@ForAll byte[] bytes) {
        assertReadOrMalformed(bytes);
    }

    @Property
    void any_text_is_read_or_malformed(@ForAll String text) {
        assertReadOrMalformed(text.getBytes(UTF_8));
    }

    private static void assertReadOrMalformed(byte[] bytes) {
        try {
            assertThat(Documents.parse(bytes, 1 << 20)).isNotNull();
        } catch (MalformedInputException e) {
            assertThat(e).hasMessageStartingWith("the ");
        }
    }

    private static Section single(String text) {
        return Documents.single(text.getBytes(UTF_8), 1 << 20);
    }
}
