package dev.nodejoin.agent.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClockSkewTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    @ParameterizedTest
    @ValueSource(longs = {-60, -1, 0, 1, 60})
    void a_minute_is_no_skew(long seconds) {
        assertThat(ClockSkew.between(NOON.plusSeconds(seconds), NOON)).isEmpty();
    }

    @Test
    void a_clock_that_is_behind_takes_certificates_for_not_yet_valid() {
        assertThat(sentence(NOON.minus(Duration.ofMinutes(90)).plusMillis(250)))
                .startsWith(
                        "this machine's clock is 1h29m59s behind the API server's (it says 2026-11-24T10:30:00Z, the"
                                + " server 2026-11-24T12:00:00Z); certificates may seem to be not yet valid: set it");
    }

    @Test
    void a_clock_that_is_ahead_takes_certificates_for_expired() {
        assertThat(sentence(NOON.plusSeconds(61)))
                .contains("clock is 1m1s ahead of the API server's")
                .contains("certificates may seem to be expired");
    }

    private static String sentence(Instant node) {
        return ClockSkew.between(node, NOON).orElseThrow().sentence();
    }
}
