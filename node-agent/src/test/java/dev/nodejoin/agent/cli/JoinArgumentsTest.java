package dev.nodejoin.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodejoin.protocol.MalformedInputException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JoinArgumentsTest {
    @Test
    void a_word_before_the_dashes_is_the_endpoint_and_the_words_after_it_the_command() {
        assertThat(JoinArguments.of(
                        List.of("join", "a:1", "--kubelet-command", "--", "kubelet", "-v"),
                        List.of("a:1", "kubelet", "-v"),
                        true))
                .isEqualTo(new JoinArguments(Optional.of("a:1"), List.of("kubelet", "-v")));
    }

    @Test
    void either_may_be_missing() {
        assertThat(JoinArguments.of(List.of("join", "a:1"), List.of("a:1"), false))
                .isEqualTo(new JoinArguments(Optional.of("a:1"), List.of()));
        assertThat(JoinArguments.of(List.of("join", "--", "k"), List.of("k"), true))
                .isEqualTo(new JoinArguments(Optional.empty(), List.of("k")));
        assertThat(JoinArguments.of(List.of("join"), List.of(), false))
                .isEqualTo(new JoinArguments(Optional.empty(), List.of()));
    }

    @Test
    void without_a_kubelet_command_dashes_only_end_the_options() {
        assertThat(JoinArguments.of(List.of("join", "--", "a:1"), List.of("a:1"), false))
                .isEqualTo(new JoinArguments(Optional.of("a:1"), List.of()));
    }

    @Test
    void dashes_within_the_command_belong_to_it() {
        assertThat(JoinArguments.of(List.of("join", "--", "k", "--", "x"), List.of("k", "--", "x"), true)
                        .kubeletCommand())
                .containsExactly("k", "--", "x");
    }

    @Test
    void a_command_needs_its_option_and_the_option_a_command() {
        assertThatThrownBy(() -> JoinArguments.of(List.of("join", "--", "k", "-v"), List.of("k", "-v"), false))
                .isInstanceOf(MalformedInputException.class);
        assertThatThrownBy(() -> JoinArguments.of(List.of("join", "a:1"), List.of("a:1"), true))
                .isInstanceOf(MalformedInputException.class);
    }
}
