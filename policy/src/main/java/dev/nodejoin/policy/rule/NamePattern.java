package dev.nodejoin.policy.rule;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A text in which * stands for any text. To match takes at most the product of both lengths, whoever wrote them: what follows a
 * * is sought once, where it first occurs, and never again.
 */
record NamePattern(String text) {
    private static final char ANY = '*';

    boolean matches(String name) {
        var first = text.indexOf(ANY);
        if (first < 0) return name.equals(text);
        var last = text.lastIndexOf(ANY);
        var end = name.length() - (text.length() - last - 1);
        return first <= end
                && name.startsWith(text.substring(0, first))
                && name.endsWith(text.substring(last + 1))
                && occursInOrder(text.substring(first, last), name, first, end);
    }

    /** The first place is the best: whatever follows has the most room after it. */
    private static boolean occursInOrder(String parts, String name, int from, int end) {
        var at = from;
        for (var part : parts.split("\\*", -1)) {
            var found = name.indexOf(part, at, end);
            if (found < 0) return false;
            at = found + part.length();
        }
        return true;
    }

    static boolean anyMatches(List<String> patterns, String name) {
        return patterns.stream().filter(Objects::nonNull).anyMatch(pattern -> new NamePattern(pattern).matches(name));
    }

    /** Absent patterns match all. */
    static boolean anyMatchesOrAbsent(@Nullable List<String> patterns, String name) {
        return patterns == null || anyMatches(patterns, name);
    }
}
