package dev.nodejoin.examples.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Map;

/** How long each phase of a join took, read off the transition times of the conditions. */
final class Phases {
    private static final double MILLIS = 1000.0;

    private Phases() {}

    /**
     * One line per condition.
     *
     * @param conditions lines of {@code Type=time}
     */
    static String render(String createdAt, String conditions) {
        var entries = new ArrayList<Map.Entry<String, Instant>>();
        conditions
                .lines()
                .map(line -> line.split("=", 2))
                .forEach(parts -> entries.add(Map.entry(parts[0], Instant.parse(parts[1]))));
        entries.sort(Comparator.comparing(Map.Entry::getValue));
        var text = new StringBuilder();
        var before = Instant.parse(createdAt);
        for (var entry : entries) {
            var took = Duration.between(before, entry.getValue()).toMillis() / MILLIS;
            text.append("%-18s after %6.2f s%n".formatted(entry.getKey(), Math.max(0, took)));
            before = entry.getValue();
        }
        return text.toString();
    }
}
