package dev.nodejoin.agent.files;

import dev.nodejoin.agent.plan.FileMode;
import dev.nodejoin.agent.plan.FileOnDisk;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * The files below a root directory ({@code /}, unless the node's file system is mounted elsewhere).
 *
 * <p>Temporary names are fixed ({@code <name>.nodejoin-tmp}), so a run that was killed leaves at most one such file per
 * target and the next run takes it over.
 */
public final class LocalNodeFiles implements NodeFiles {
    private final NodeRoot root;

    public LocalNodeFiles(Path root) {
        this.root = new NodeRoot(root);
    }

    @Override
    public Optional<FileOnDisk> read(String path) {
        try {
            var file = root.follow(path);
            try (var input = Files.newInputStream(file)) {
                var bytes = input.readNBytes(LARGEST + 1);
                if (bytes.length > LARGEST) {
                    throw new NodeFileException("%s is larger than %d bytes".formatted(path, LARGEST));
                }
                var mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
                return Optional.of(new FileOnDisk(new String(bytes, StandardCharsets.UTF_8), mode));
            }
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        } catch (IOException e) {
            throw new NodeFileException(path, "read", e);
        }
    }

    @Override
    public void write(String path, String content, FileMode mode) {
        try {
            var file = root.locate(path);
            root.makeParents(file);
            var temporary = file.resolveSibling(file.getFileName() + TEMPORARY_SUFFIX);
            fill(temporary, content.getBytes(StandardCharsets.UTF_8), mode);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            flushDirectory(file);
        } catch (IOException e) {
            throw new NodeFileException(path, "write", e);
        }
    }

    @Override
    public void link(String path, String target) {
        try {
            var file = root.locate(path);
            root.makeParents(file);
            var temporary = file.resolveSibling(file.getFileName() + TEMPORARY_SUFFIX);
            Files.deleteIfExists(temporary);
            Files.createSymbolicLink(temporary, Path.of(target));
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            flushDirectory(file);
        } catch (IOException e) {
            throw new NodeFileException(path, "link", e);
        }
    }

    @Override
    public void remove(String path) {
        try {
            Files.deleteIfExists(root.locate(path));
        } catch (IOException e) {
            throw new NodeFileException(path, "remove", e);
        }
    }

    @Override
    public boolean isListening(String path) {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(root.follow(path)));
        } catch (IOException nobodyListens) {
            return false;
        }
    }

    private static void fill(Path temporary, byte[] content, FileMode mode) throws IOException {
        Files.deleteIfExists(temporary);
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        var permissions = PosixFilePermissions.fromString(mode.permissions());
        try (var channel = FileChannel.open(temporary, options, PosixFilePermissions.asFileAttribute(permissions))) {
            var remaining = ByteBuffer.wrap(content);
            while (remaining.hasRemaining()) {
                channel.write(remaining);
            }
            Files.setPosixFilePermissions(temporary, permissions);
            channel.force(true);
        }
    }

    /** Makes the rename itself survive a power cut. */
    private static void flushDirectory(Path file) throws IOException {
        try (var directory = FileChannel.open(file.resolveSibling("."), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
