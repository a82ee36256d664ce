package dev.nodejoin.agent.files;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The directories below a root directory. */
public final class LocalNodeTree implements NodeTree {
    private final NodeRoot root;

    public LocalNodeTree(Path root) {
        this.root = new NodeRoot(root);
    }

    @Override
    public Path locate(String path) {
        try {
            return root.follow(path);
        } catch (IOException e) {
            throw new NodeFileException(path, "find", e);
        }
    }

    @Override
    public boolean isDirectory(String path) {
        return Files.isDirectory(locate(path));
    }

    @Override
    public Set<String> names(String path) {
        var names = new TreeSet<String>();
        try (var directory = Files.newDirectoryStream(locate(path))) {
            directory.forEach(entry -> names.add(entry.getFileName().toString()));
            return names;
        } catch (NoSuchFileException | NotDirectoryException nothing) {
            return names;
        } catch (IOException e) {
            throw new NodeFileException(path, "list", e);
        } catch (DirectoryIteratorException e) {
            throw new NodeFileException(path, "list", new IOException(e.getMessage(), e));
        }
    }

    @Override
    public List<String> empty(String path, Set<String> kept) {
        try {
            var directory = root.follow(path);
            if (directory.equals(root.directory())) {
                return List.of("cannot empty %s: it is the root of the file system".formatted(path));
            }
            try (var opened = Files.newDirectoryStream(directory)) {
                return new TreeRemoval(Path.of(path)).empty(secure(opened), kept);
            }
        } catch (NoSuchFileException absent) {
            return List.of();
        } catch (IOException e) {
            return List.of(complaint(path, "empty", e));
        } catch (NodeFileException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public List<String> delete(String path) {
        try {
            var file = root.locate(path);
            if (file.equals(root.directory())) {
                return List.of("cannot delete %s: it is the root of the file system".formatted(path));
            }
            try (var parent = Files.newDirectoryStream(parent(file))) {
                return new TreeRemoval(Path.of(path).resolveSibling("")).delete(secure(parent), file.getFileName());
            }
        } catch (NoSuchFileException absent) {
            return List.of();
        } catch (IOException e) {
            return List.of(complaint(path, "delete", e));
        } catch (NodeFileException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    private static Path parent(Path file) {
        return file.resolveSibling("").normalize();
    }

    private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> opened) throws IOException {
        if (opened instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        throw new IOException("this system can't delete without following links");
    }

    static String complaint(String path, String what, IOException cause) {
        return String.valueOf(new NodeFileException(path, what, cause).getMessage());
    }
}
