package dev.nodejoin.agent.reset;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What is mounted on this system. */
public interface Mounts {
    /** The mounts below the directory, in an order in which they can be taken away. */
    List<Path> below(Path directory);

    /** Takes the mount away; why not, if that fails. */
    Optional<String> unmount(Path mount);
}
