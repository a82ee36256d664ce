package dev.nodejoin.policy.expression;

import java.util.ArrayDeque;
import java.util.regex.Pattern;

/** How large a regular expression becomes once its counted repetitions are written out. */
final class RegexSize {
    private static final int LONGEST = 1024;
    private static final long LARGEST = 20_000;
    private static final Pattern COUNT = Pattern.compile("\\{([0-9]{1,9})(,([0-9]{0,9}))?\\}");

    private final String pattern;
    private final ArrayDeque<Long> outer = new ArrayDeque<>();
    private long whole;
    private long last;

    private RegexSize(String pattern) {
        this.pattern = pattern;
    }

    static void check(String pattern) {
        if (pattern.length() > LONGEST)
            throw new IllegalArgumentException("a regular expression has at most %d characters".formatted(LONGEST));
        if (of(pattern) > LARGEST) throw new IllegalArgumentException("the regular expression repeats too much");
    }

    /** About how many instructions it has; all that are too large count the same. */
    static long of(String pattern) {
        return new RegexSize(pattern).count();
    }

    private long count() {
        for (var at = 0; at < pattern.length(); ) at = step(at);
        while (!outer.isEmpty()) close();
        return whole;
    }

    /** Where the next element begins. */
    private int step(int at) {
        switch (pattern.charAt(at)) {
            case '(' -> outer.push(open());
            case ')' -> close();
            case '{' -> {
                return repeat(at);
            }
            case '[' -> {
                element();
                return afterClass(at);
            }
            case '\\' -> {
                element();
                return at + 2;
            }
            default -> element();
        }
        return at + 1;
    }

    private void element() {
        whole = capped(whole + 1);
        last = 1;
    }

    private long open() {
        var before = whole;
        whole = 0;
        return before;
    }

    private void close() {
        last = capped(whole + 2);
        whole = capped(last + (outer.isEmpty() ? 0 : outer.pop()));
    }

    private int repeat(int at) {
        var count = COUNT.matcher(pattern).region(at, pattern.length());
        if (!count.lookingAt()) {
            element();
            return at + 1;
        }
        var most = count.group(3) == null || count.group(3).isEmpty() ? count.group(1) : count.group(3);
        var repeated = capped(last * Math.max(1, Long.parseLong(most)));
        whole = capped(whole - last + repeated);
        last = repeated;
        return count.end();
    }

    private int afterClass(int at) {
        var end = at + 1;
        if (end < pattern.length() && pattern.charAt(end) == '^') end++;
        if (end < pattern.length() && pattern.charAt(end) == ']') end++;
        while (end < pattern.length() && pattern.charAt(end) != ']') end += pattern.charAt(end) == '\\' ? 2 : 1;
        return end + 1;
    }

    private static long capped(long size) {
        return Math.min(size, LARGEST + 1);
    }
}
