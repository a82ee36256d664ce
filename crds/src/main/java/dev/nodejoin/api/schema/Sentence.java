package dev.nodejoin.api.schema;

import java.util.List;

/** What a customizer is told: {@code <property>=<value>[,<value>]}. */
record Sentence(String property, List<String> values) {
    static Sentence parse(String input) {
        var parts = input.split("=", 2);
        if (parts.length != 2) {
            throw new IllegalArgumentException("expected <property>=<value>[,<value>], found: " + input);
        }
        return new Sentence(parts[0], List.of(parts[1].split(",", -1)));
    }
}
