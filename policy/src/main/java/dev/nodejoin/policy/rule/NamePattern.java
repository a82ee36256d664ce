package dev.nodejoin.policy.rule;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A text in which * stands for any text. */
record NamePattern(String text) {
    boolean matches(String name) {
        var parts = Stream.of(text.split("\\*+", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return Pattern.compile(parts, Pattern.DOTALL).matcher(name).matches();
    }

    static boolean anyMatches(List<String> patterns, String name) {
        return patterns.stream().filter(Objects::nonNull).anyMatch(pattern -> new NamePattern(pattern).matches(name));
    }

    /** Absent patterns match all. */
    static boolean anyMatchesOrAbsent(@Nullable List<String> patterns, String name) {
        return patterns == null || anyMatches(patterns, name);
    }
}
