package dev.nodejoin.agent.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that says where the node's files are. */
final class RootDirectory {
    /** That of the system which runs the agent. */
    static final Path SYSTEM = Path.of("/");

    @Option(
            names = "--root-dir",
            paramLabel = "DIR",
            defaultValue = "/",
            description =
                    "Where the node's file system is (default: ${DEFAULT-VALUE}). What is written into files is as"
                            + " seen on the node itself.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path directory;

    Path path() {
        return directory.toAbsolutePath().normalize();
    }

    /** Whether the node's file system is that of the agent itself, so that the node's programs can be asked. */
    boolean isHere() {
        return path().equals(SYSTEM);
    }
}
