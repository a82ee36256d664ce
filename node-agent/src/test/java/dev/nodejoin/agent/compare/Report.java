package dev.nodejoin.agent.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where people find what was compared: on the console, and in a file for each suite. */
final class Report {
    private static final Path FOLDER = Path.of("target", "compare");

    private Report() {}

    static void publish(String suite, Tally tally) {
        var text = tally.report();
        System.out.println(text);
        try {
            Files.createDirectories(FOLDER);
            Files.writeString(FOLDER.resolve(suite + ".txt"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
