package dev.nodejoin.examples.demo;

import java.util.Optional;

/** The gate of a theatre's cluster. */
record GateWatch(Theatre theatre) {
    /** Applies the story's folder and closes the gate. */
    void lockDown(String story) {
        theatre.apply(story);
        theatre.admin().must("apply", "-f", theatre.stage().gate().toString());
        await("{.status.bootstrap}", "Closed");
    }

    void awaitMet(String condition) {
        await("{.status.conditions[?(@.type==\"%s\")].status}".formatted(condition), "True");
    }

    void await(String path, String value) {
        Pause.until(
                path + " of the gate to be " + value,
                Theatre.PATIENCE,
                () -> Optional.of(theatre.admin().must("get", "njg", "cluster", "-o", "jsonpath=" + path))
                        .filter(value::equals));
    }

    /** The name of the only undecided certificate signing request. */
    String awaitPendingRequest() {
        return Pause.until(
                "a certificate signing request",
                Theatre.PATIENCE,
                () -> pending()
                        .lines()
                        .filter(line -> line.endsWith(" "))
                        .map(String::strip)
                        .findFirst());
    }

    private String pending() {
        var lines = "{range .items[*]}{.metadata.name} {.status.conditions[*].type}{\"\\n\"}{end}";
        return theatre.admin().must("get", "csr", "-o", "jsonpath=" + lines);
    }
}
