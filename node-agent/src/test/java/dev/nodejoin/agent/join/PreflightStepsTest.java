package dev.nodejoin.agent.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodejoin.agent.fixture.FakeClock;
import dev.nodejoin.agent.plan.ExitCode;
import dev.nodejoin.agent.preflight.IgnoredChecks;
import dev.nodejoin.agent.preflight.MachineFacts;
import dev.nodejoin.agent.preflight.PreflightOrder;
import dev.nodejoin.agent.preflight.Trust;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class PreflightStepsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void whoever_is_not_root_is_turned_away_before_anything_is_looked_at() {
        assertThatThrownBy(() -> run(1000, IgnoredChecks.NONE, order -> {
                    throw new AssertionError("looked at the machine");
                }))
                .isInstanceOfSatisfying(JoinFailedException.class, e -> {
                    assertThat(e.failure().code()).isEqualTo(ExitCode.PREFLIGHT);
                    assertThat(e.failure().what()).isEqualTo("preflight checks failed: IsPrivilegedUser");
                });
        assertThat(out).hasToString("[preflight] Running pre-flight checks\n");
        assertThat(err).hasToString("""
                [preflight] Some fatal errors occurred:
                \t[ERROR IsPrivilegedUser]: user is not running as root; run as root, with sudo say
                [preflight] If you know what you are doing, you can make a check non-fatal with `--ignore-preflight-errors=...`
                """);
    }

    @Test
    void an_ignored_error_is_told_and_the_checks_go_on() {
        var ignored = new IgnoredChecks(Set.of("isprivilegeduser"));

        assertThatThrownBy(() -> run(1000, ignored, order -> {
                    throw new IllegalStateException("looked at the machine");
                }))
                .hasMessage("looked at the machine");
        assertThat(err).asString().startsWith("\t[WARNING IsPrivilegedUser]: ");
    }

    private void run(long user, IgnoredChecks ignored, Function<PreflightOrder, MachineFacts> look) {
        var transcript = new Transcript(new PrintWriter(out, true), new PrintWriter(err, true));
        var order = new PreflightOrder(
                true,
                "worker-1",
                "unix:///run/cri.sock",
                "/etc/kubernetes/pki/ca.crt",
                Optional.empty(),
                new Trust.Unknown(),
                Optional.empty(),
                ignored);
        new PreflightSteps(() -> user, look, new FakeClock(), transcript).run(order);
    }
}
