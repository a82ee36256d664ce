package dev.nodejoin.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamePatternTest {
    @ParameterizedTest
    @CsvSource({
        "edge-*, edge-1, true",
        "edge-*, edge-, true",
        "edge-*, core-1, false",
        "*, '', true",
        "*, any.name, true",
        "'', '', true",
        "'', a, false",
        "a*a, a, false",
        "a*a, aa, true",
        "ab*ba, aba, false",
        "*.example.com, a.b.example.com, true",
        "*.example.com, .example.com, true",
        "*.example.com, axexample.com, false",
        "a**b, ab, true",
        "*ab*ab*, abab, true",
        "*ab*ab*, aab, false",
        "a.c, abc, false",
        "'a*c', 'a\nc', true",
        "'[a]+\\E', '[a]+\\E', true"
    })
    void a_star_stands_for_any_text_and_all_else_for_itself(String pattern, String name, boolean matches) {
        assertThat(new NamePattern(pattern).matches(name)).isEqualTo(matches);
    }

    /** A matcher that goes back to try each star anew would take longer than there is time. */
    @Test
    @Timeout(60)
    void many_stars_hold_nobody_up() {
        assertThat(new NamePattern("*a".repeat(8) + "*b").matches("a".repeat(62)))
                .isFalse();
        assertThat(new NamePattern("*a".repeat(500) + "*b").matches("a".repeat(100_000)))
                .isFalse();
        assertThat(new NamePattern("*".repeat(1000) + "b").matches("a".repeat(100_000)))
                .isFalse();
    }

    @Property
    void it_matches_what_the_definition_says(@ForAll("patterns") String pattern, @ForAll("names") String name) {
        assertThat(new NamePattern(pattern).matches(name)).isEqualTo(matches(pattern, name));
    }

    /** By definition: a star is nothing, or any character and a star. */
    private static boolean matches(String pattern, String name) {
        if (pattern.isEmpty()) return name.isEmpty();
        if (pattern.charAt(0) == '*')
            return matches(pattern.substring(1), name) || (!name.isEmpty() && matches(pattern, name.substring(1)));
        return !name.isEmpty()
                && pattern.charAt(0) == name.charAt(0)
                && matches(pattern.substring(1), name.substring(1));
    }

    @Provide
    Arbitrary<String> patterns() {
        return Arbitraries.strings().withChars('a', 'b', '.', '*', '*').ofMaxLength(7);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().withChars('a', 'b', '.').ofMaxLength(8);
    }
}
