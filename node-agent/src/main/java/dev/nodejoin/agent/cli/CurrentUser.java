package dev.nodejoin.agent.cli;

import dev.nodejoin.agent.files.NodeFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The user that this process runs as. */
final class CurrentUser {
    private static final Path PROCESS = Path.of("/proc/self");

    private CurrentUser() {}

    /** Its number; 0 is root. */
    static long id() {
        try {
            return ((Number) Files.getAttribute(PROCESS, "unix:uid")).longValue();
        } catch (IOException e) {
            throw new NodeFileException(PROCESS.toString(), "look at", e);
        }
    }
}
