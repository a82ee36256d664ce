package dev.nodejoin.agent.files;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * The directories of a node, by their absolute path as seen on the node itself, as far as a reset looks at them and takes
 * them away.
 *
 * <p>What can't be deleted is named in the answer and does not stop the rest. A symbolic link inside a directory is deleted,
 * never followed, also when somebody puts it there at that very moment.
 */
public interface NodeTree {
    /** Where the path leads to on this system, links followed; need not be there. */
    Path locate(String path);

    boolean isDirectory(String path);

    /** What is in the directory; nothing if there is no directory. */
    Set<String> names(String path);

    /**
     * Deletes what is in the directory, and keeps the directory. A link to a directory is taken for that directory.
     *
     * @param kept names in it that stay
     * @return what could not be deleted and why
     */
    List<String> empty(String path, Set<String> kept);

    /**
     * Deletes the file, link or directory with all that is in it.
     *
     * @return what could not be deleted and why
     */
    List<String> delete(String path);
}
