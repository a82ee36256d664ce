package dev.nodejoin.protocol.kubeadm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nodejoin.protocol.MalformedInputException;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Quoting and durations against vectors that Go's strconv and time made. */
class GoTextTest {
    @ParameterizedTest
    @MethodSource("quotes")
    void bytes_are_quoted_as_go_quotes_them(String hex, String quoted) {
        assertThat(GoQuote.quote(HexFormat.of().parseHex(hex))).isEqualTo(quoted);
    }

    static Stream<Object[]> quotes() {
        return vectors("quote").map(vector ->
                new Object[] {vector.get("in").textValue(), vector.get("out").textValue()});
    }

    @Test
    void half_a_surrogate_pair_is_escaped() {
        assertThat(GoQuote.quote("a\ud800b")).isEqualTo("\"a\\xed\\xa0\\x80b\"");
    }

    @Property
    void quoting_is_total_and_gives_one_line(@ForAll String text) {
        assertThat(GoQuote.quote(text)).startsWith("\"").endsWith("\"").doesNotContain("\n");
    }

    @ParameterizedTest
    @MethodSource("durations")
    void durations_are_read_and_written_as_go_does(String text, long nanos, String written) {
        assertThat(GoDuration.parse(text)).isEqualTo(Duration.ofNanos(nanos));
        assertThat(GoDuration.format(Duration.ofNanos(nanos))).isEqualTo(written);
    }

    static Stream<Object[]> durations() {
        return vectors("duration").map(vector -> new Object[] {
            vector.get("in").textValue(),
            vector.get("nanos").longValue(),
            vector.get("out").textValue()
        });
    }

    @ParameterizedTest
    @MethodSource("badDurations")
    void what_go_refuses_is_refused(String text) {
        assertThatThrownBy(() -> GoDuration.parse(text))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("like 5m0s");
    }

    static Stream<String> badDurations() {
        return vectors("badDuration").map(JsonNode::textValue);
    }

    @Property
    void every_duration_is_read_back(@ForAll long nanos) {
        var duration = Duration.ofNanos(nanos);

        assertThat(GoDuration.parse(GoDuration.format(duration))).isEqualTo(duration);
    }

    @Property
    void any_text_is_a_duration_or_malformed(@ForAll String text) {
        try {
            assertThat(GoDuration.parse(text)).isNotNull();
        } catch (MalformedInputException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    private static Stream<JsonNode> vectors(String name) {
        try (var in = Objects.requireNonNull(GoTextTest.class.getResourceAsStream("go-text.json"))) {
            return new ObjectMapper().readTree(in).get(name).valueStream();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
