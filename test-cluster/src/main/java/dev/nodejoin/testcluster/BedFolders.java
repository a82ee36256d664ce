package dev.nodejoin.testcluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the beds of this user are. */
final class BedFolders {
    private BedFolders() {}

    static Path root() {
        return Path.of(System.getProperty("java.io.tmpdir"), "nodejoin-test-cluster-" + userId());
    }

    /** The system property user.name is "?" for users without a name. */
    private static Object userId() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
