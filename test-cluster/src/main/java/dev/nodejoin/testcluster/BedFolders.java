package dev.nodejoin.testcluster;

import java.nio.file.Path;

/** Where the beds of this user are. */
final class BedFolders {
    private BedFolders() {}

    static Path root() {
        return Path.of(
                System.getProperty("java.io.tmpdir"), "nodejoin-test-cluster-" + System.getProperty("user.name"));
    }
}
