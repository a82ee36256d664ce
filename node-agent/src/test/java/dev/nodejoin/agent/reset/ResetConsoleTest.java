package dev.nodejoin.agent.reset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResetConsoleTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"y\n", "Y\n", "yes\n", "YES\n", " y \n", "y"})
    void a_yes_goes_on(String answer) {
        assertThatCode(() -> console(answer).confirm()).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"n\n", "no\n", "\n", "yy\n", "ja\n", "n\ny\n"})
    void everything_else_does_not(String answer) {
        assertThatThrownBy(() -> console(answer).confirm())
                .isInstanceOf(ResetRefusedException.class)
                .hasMessageContaining("won't proceed: the answer was not y");
    }

    @Test
    void no_answer_names_the_option_that_needs_none() {
        assertThatThrownBy(() -> console("").confirm())
                .isInstanceOf(ResetRefusedException.class)
                .hasMessageContaining("no answer on standard input")
                .hasMessageContaining("--force");
    }

    @Test
    void the_question_is_kubeadm_s() {
        console("y\n").confirm();

        assertThat(err.toString())
                .isEqualTo("[reset] WARNING: Changes made to this host by 'node-agent join' or 'kubeadm join' will be"
                        + " reverted.\n");
        assertThat(out.toString()).isEqualTo("[reset] Are you sure you want to proceed? [y/N]: ");
    }

    private ResetConsole console(String input) {
        return new ResetConsole(
                new ByteArrayInputStream(input.getBytes(UTF_8)), new PrintWriter(out), new PrintWriter(err));
    }
}
