package dev.nodejoin.agent.files;

import dev.nodejoin.agent.plan.NodePaths;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The directory that is the root of a node's file system. Paths below it mean what they mean on the node: symbolic links
 * with absolute targets begin at this root, and nothing leads out of it.
 */
public final class NodeRoot {
    private static final int MOST_LINKS = 32;

    private final Path directory;

    public NodeRoot(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    Path directory() {
        return directory;
    }

    /** Where the path itself is: links on the way are followed, one at its end is not. */
    Path locate(String path) throws IOException {
        return new Walk(path).toEnd(false);
    }

    /** Where the file is that the path leads to, all links followed. */
    public Path follow(String path) throws IOException {
        return new Walk(path).toEnd(true);
    }

    /** The path as seen on the node. */
    String seenFromNode(Path file) {
        return "/" + directory.relativize(file);
    }

    /** Makes the directories of a file that are missing, this one too, with the modes that they have on a node. */
    void makeParents(Path file) throws IOException {
        Files.createDirectories(directory);
        var missing = directory;
        for (var name : missing.relativize(file.resolveSibling("."))) {
            missing = missing.resolve(name);
            if (!Files.isDirectory(missing)) {
                makeDirectory(missing);
            }
        }
    }

    private void makeDirectory(Path missing) throws IOException {
        var mode = PosixFilePermissions.fromString(NodePaths.directoryMode(seenFromNode(missing)));
        try {
            Files.createDirectory(missing, PosixFilePermissions.asFileAttribute(mode));
        } catch (FileAlreadyExistsException raced) {
            return;
        }
        Files.setPosixFilePermissions(missing, mode);
    }

    private final class Walk {
        private final String path;
        private final Deque<Path> ahead = new ArrayDeque<>();
        private Path reached = directory;
        private int links;

        private Walk(String path) {
            this.path = path;
            Path.of(path).forEach(ahead::addLast);
        }

        private Path toEnd(boolean followLast) throws IOException {
            while (!ahead.isEmpty()) {
                var next = step(ahead.removeFirst().toString());
                if (Files.isSymbolicLink(next) && (followLast || !ahead.isEmpty())) {
                    turn(Files.readSymbolicLink(next));
                } else {
                    reached = next;
                }
            }
            return reached;
        }

        private Path step(String name) {
            return switch (name) {
                case ".", "" -> reached;
                case ".." ->
                    reached.equals(directory)
                            ? directory
                            : reached.resolveSibling("").normalize();
                default -> reached.resolve(name);
            };
        }

        private void turn(Path target) {
            links++;
            if (links > MOST_LINKS) {
                throw new NodeFileException("%s: too many symbolic links".formatted(path));
            }
            if (target.isAbsolute()) {
                reached = directory;
            }
            for (int i = target.getNameCount() - 1; i >= 0; i--) {
                ahead.addFirst(target.getName(i));
            }
        }
    }
}
