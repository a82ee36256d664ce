package dev.nodejoin.agent.files;

import dev.nodejoin.agent.plan.FileMode;
import dev.nodejoin.agent.plan.FileOnDisk;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A node's files as a dry run sees them: it reads them where they are and writes into one directory alone, without
 * directories below, as {@code kubeadm join --dry-run} does. Nothing is linked or removed.
 */
public final class DryRunFiles implements NodeFiles {
    private final NodeFiles files;
    private final String directory;

    /**
     * Files that are written elsewhere.
     *
     * @param directory its absolute path as seen on the node; made when it is needed
     */
    public DryRunFiles(NodeFiles files, String directory) {
        this.files = files;
        this.directory = directory;
    }

    @Override
    public Optional<FileOnDisk> read(String path) {
        return files.read(path);
    }

    @Override
    public void write(String path, String content, FileMode mode) {
        files.write(directory + "/" + Path.of(path).getFileName(), content, mode);
    }

    @Override
    public void link(String path, String target) {}

    @Override
    public void remove(String path) {}

    @Override
    public boolean isListening(String path) {
        return files.isListening(path);
    }
}
