package dev.nodejoin.agent.preflight;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The files of the running system, {@code /proc} above all, below a root directory. */
final class SystemFiles {
    private static final int LARGEST = 1 << 20;

    private final Path root;

    SystemFiles(Path root) {
        this.root = root;
    }

    Path place(String path) {
        return root.resolve(path.substring(1));
    }

    /** Its text; empty if it is not there or can't be read. */
    Optional<String> text(String path) {
        try (var input = Files.newInputStream(place(path))) {
            return Optional.of(new String(input.readNBytes(LARGEST), UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
