package dev.nodejoin.agent.plan;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PlainTextTest {
    @Test
    void escape_sequences_lose_their_power() {
        assertThat(PlainText.of("ok\u001b[2J\nerror: forged")).isEqualTo("ok [2J error: forged");
    }

    @Property
    void every_text_becomes_one_short_line(@ForAll String text) {
        assertThat(PlainText.of(text)).hasSizeLessThanOrEqualTo(601).doesNotContain("\n", "\r", "\u001b", "\u2028");
    }
}
