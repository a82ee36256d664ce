package dev.nodejoin.agent.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.agent.fixture.FakeClock;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClockComparisonTest {
    private final StringWriter err = new StringWriter();
    private final ClockComparison comparison = new ClockComparison(
            new FakeClock(), new Transcript(new PrintWriter(new StringWriter()), new PrintWriter(err)));

    @Test
    void a_skew_is_warned_of_once() {
        comparison.with(FakeClock.START);
        comparison.with(FakeClock.START.plus(Duration.ofMinutes(7)));
        comparison.with(FakeClock.START.plus(Duration.ofMinutes(8)));

        assertThat(err.toString())
                .startsWith("[discovery] WARNING: this machine's clock is 7m0s behind the API server's")
                .hasLineCount(1);
    }

    @Test
    void clocks_that_agree_are_not_talked_about() {
        comparison.with(FakeClock.START.plusSeconds(59));

        assertThat(err.toString()).isEmpty();
    }
}
