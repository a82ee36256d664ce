package dev.nodejoin.agent.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps two runs from working on one node at a time. The system frees it when its holder dies. */
public final class NodeLock implements AutoCloseable {
    private static final String PATH = "run/nodejoin/lock";

    private final FileChannel channel;

    private NodeLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Throws {@link NodeFileException} if another run holds it. */
    public static NodeLock take(Path root) {
        var file = root.resolve(PATH);
        try {
            Files.createDirectories(file.resolveSibling("."));
            var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isTaken(channel)) {
                channel.close();
                throw new NodeFileException("another node-agent is at work here: it holds " + file);
            }
            return new NodeLock(channel);
        } catch (IOException e) {
            throw new NodeFileException(file.toString(), "lock", e);
        }
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
            throw new NodeFileException("/" + PATH, "unlock", e);
        }
    }
}
