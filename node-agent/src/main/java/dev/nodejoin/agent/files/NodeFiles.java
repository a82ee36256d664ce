package dev.nodejoin.agent.files;

import dev.nodejoin.agent.plan.FileMode;
import dev.nodejoin.agent.plan.FileOnDisk;
import java.util.Optional;

/**
 * The files of a node, by their absolute path as seen on the node itself.
 *
 * <p>A write is whole or not at all, also across a crash. Parent directories are made as needed, with the modes that
 * kubeadm and the kubelet give them. Every method throws {@link NodeFileException} if the file system refuses.
 */
public interface NodeFiles {
    /** The largest file that is read; nothing that a join looks at comes near it. */
    int LARGEST = 1 << 20;

    /** What the name of a file that is not whole yet ends with. */
    String TEMPORARY_SUFFIX = ".nodejoin-tmp";

    /** What is at the path, links followed; empty if nothing is. */
    Optional<FileOnDisk> read(String path);

    /** Puts a file of this content and mode in place of whatever is there. */
    void write(String path, String content, FileMode mode);

    /** Puts a symbolic link in place of whatever is there; the target is written down as it is. */
    void link(String path, String target);

    /** Removes the file, if there is one. */
    void remove(String path);

    /**
     * Whether a program listens on a Unix socket at the path. kubeadm looks for container runtimes in this way: a socket that
     * one left when it ended counts for nothing.
     */
    boolean isListening(String path);
}
