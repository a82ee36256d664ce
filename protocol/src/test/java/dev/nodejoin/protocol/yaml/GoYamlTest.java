package dev.nodejoin.protocol.yaml;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodejoin.protocol.MalformedInputException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How far anchors go. What they mean, real kubeadm says: {@code KubeadmPatchesTest}. */
class GoYamlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "&a {<<: *a}",
                "&a {<<: [*a]}",
                "&a {b: *a}",
                "&a [*a]",
                "a: &a {<<: {<<: *a}}",
            })
    void what_stands_in_itself_is_refused(String text) {
        assertThatThrownBy(() -> GoYaml.read(text))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("too large or nested too deeply");
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void mappings_without_fields_that_are_merged_again_and_again_are_counted() {
        var levels = IntStream.rangeClosed(1, 32)
                .mapToObj(level -> "a%d: &a%d {<<: *a%d, <<: *a%d}\n".formatted(level, level, level - 1, level - 1))
                .collect(joining());

        assertThatThrownBy(() -> GoYaml.read("a0: &a0 {}\n" + levels))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("too large or nested too deeply");
    }

    @Test
    void a_few_merges_are_well() {
        assertThat(GoYaml.read("a: &a {x: 1}\nb: &b {<<: *a, w: 2}\nc: {<<: [*a, *b], z: 3}\n")
                        .path("c")
                        .toString())
                .isEqualTo("{\"x\":1,\"w\":2,\"z\":3}");
    }
}
