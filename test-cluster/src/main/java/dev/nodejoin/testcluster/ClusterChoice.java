package dev.nodejoin.testcluster;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which cluster a command is about. */
final class ClusterChoice {
    @Mixin
    private ClusterName name = new ClusterName();

    @Option(
            names = "--directory",
            description = "Directory of a cluster that another program holds, instead of a name.")
    private @Nullable Path directory;

    /** The directory of a cluster that is up, or is about to be. */
    Path directory() {
        if (directory != null) {
            return directory.toAbsolutePath();
        }
        var wanted = name.value();
        var running = BedFolders.running();
        if (!running.contains(wanted)) {
            throw new ClusterFailure("no cluster named %s is up; there are: %s"
                    .formatted(wanted, running.isEmpty() ? "none" : String.join(", ", running)));
        }
        return BedFolders.named(wanted);
    }
}
