package dev.nodejoin.testcluster;

import dev.nodejoin.testcluster.bed.Bed;
import dev.nodejoin.testcluster.binaries.BedProgram;
import dev.nodejoin.testcluster.binaries.Environment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where the beds of this user are. */
final class BedFolders {
    private BedFolders() {}

    static Path root() {
        return Path.of(System.getProperty("java.io.tmpdir"), "nodejoin-test-cluster-" + userId());
    }

    static Path named(String name) {
        return root().resolve(name);
    }

    /** The names of those that run; what killed ones left is deleted first. */
    static List<String> running() {
        if (!Files.exists(root())) return List.of();
        return Bed.running(BedProgram.obtain(Environment.current()), root());
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
