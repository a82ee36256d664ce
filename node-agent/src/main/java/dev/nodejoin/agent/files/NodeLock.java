package dev.nodejoin.agent.files;

import dev.nodejoin.agent.plan.FileMode;
import dev.nodejoin.agent.plan.NodePaths;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Keeps two runs from working on one node at a time. The system frees it when its holder dies. Nobody else can open the file,
 * even if it was there already: whoever can read it could lock it, and keep the node from joining.
 */
public final class NodeLock implements AutoCloseable {
    private static final String PATH = NodePaths.RUN + "/lock";

    private static final Set<StandardOpenOption> CREATED_OR_OPENED =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    private static final Set<PosixFilePermission> OF_ITS_OWNER =
            PosixFilePermissions.fromString(FileMode.PRIVATE.permissions());
    private static final Set<PosixFilePermission> DIRECTORY_OF_ITS_OWNER =
            PosixFilePermissions.fromString(NodePaths.directoryMode(NodePaths.RUN));

    private final FileChannel channel;

    private NodeLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Throws {@link NodeFileException} if another run holds it. */
    public static NodeLock take(Path root) {
        try {
            var node = new NodeRoot(root);
            var file = node.locate(PATH);
            node.makeParents(file);
            var channel = FileChannel.open(file, CREATED_OR_OPENED, PosixFilePermissions.asFileAttribute(OF_ITS_OWNER));
            try {
                return lock(channel, file);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new NodeFileException(PATH, "lock", e);
        }
    }

    private static NodeLock lock(FileChannel channel, Path file) throws IOException {
        Files.setPosixFilePermissions(file.resolveSibling(""), DIRECTORY_OF_ITS_OWNER);
        Files.setPosixFilePermissions(file, OF_ITS_OWNER);
        if (!isTaken(channel)) {
            throw new NodeFileException("another node-agent is at work here: it holds " + file);
        }
        return new NodeLock(channel);
    }

    private static boolean isTaken(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new NodeFileException(PATH, "unlock", e);
        }
    }
}
