package dev.nodejoin.agent.files;

import dev.nodejoin.agent.plan.PlainText;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * Deletes a tree of files relative to open directories, so that a link that somebody puts in the place of a directory leads
 * nowhere. It keeps a list of its own rather than calling itself: those who fill a tree decide on its depth.
 */
final class TreeRemoval {
    private final Path shown;
    private final List<String> complaints = new ArrayList<>();
    private final Deque<Level> levels = new ArrayDeque<>();

    /** An open directory, as it is shown in complaints, and what in it is still to be deleted. */
    private record Level(SecureDirectoryStream<Path> directory, Path shown, Deque<Path> names) {
        Path shown(Path name) {
            return shown.resolve(name);
        }
    }

    /**
     * A removal that begins in a directory.
     *
     * @param shown how complaints name that directory
     */
    TreeRemoval(Path shown) {
        this.shown = shown;
    }

    /** Deletes what is in the directory, except for some names; closes it. */
    List<String> empty(SecureDirectoryStream<Path> directory, Set<String> kept) throws IOException {
        var names = names(directory);
        names.removeIf(name -> kept.contains(name.toString()));
        return run(new Level(directory, shown, names));
    }

    /** Deletes one entry of the directory; closes it. */
    List<String> delete(SecureDirectoryStream<Path> directory, Path name) throws IOException {
        return run(new Level(directory, shown, new ArrayDeque<>(List.of(name))));
    }

    private List<String> run(Level first) throws IOException {
        levels.push(first);
        try {
            while (!levels.isEmpty()) {
                step(levels.element());
            }
        } finally {
            for (var level : levels) {
                level.directory().close();
            }
        }
        return complaints;
    }

    private void step(Level level) throws IOException {
        var name = level.names().poll();
        if (name == null) {
            levels.pop().directory().close();
            deleteEmptied(level);
            return;
        }
        try {
            if (isDirectory(level, name)) {
                enter(level, name);
            } else {
                level.directory().deleteFile(name);
            }
        } catch (NoSuchFileException gone) {
            return;
        } catch (IOException e) {
            complain(level, name, e);
        }
    }

    private static boolean isDirectory(Level level, Path name) throws IOException {
        return level.directory()
                .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes()
                .isDirectory();
    }

    private void enter(Level level, Path name) throws IOException {
        var inside = level.directory().newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
        levels.push(new Level(inside, level.shown(name), names(inside)));
    }

    /** A directory is not empty where something in it stayed, of which the reader knows. */
    private void deleteEmptied(Level emptied) {
        var parent = levels.peek();
        if (parent == null) {
            return;
        }
        var name = emptied.shown().getFileName();
        try {
            parent.directory().deleteDirectory(name);
        } catch (NoSuchFileException | DirectoryNotEmptyException told) {
            return;
        } catch (IOException e) {
            complain(parent, name, e);
        }
    }

    private void complain(Level level, Path name, IOException cause) {
        complaints.add(LocalNodeTree.complaint(PlainText.of(level.shown(name).toString()), "delete", cause));
    }

    /** All of them before the first is deleted, since deleting changes what is listed. */
    private static Deque<Path> names(SecureDirectoryStream<Path> directory) throws IOException {
        var names = new ArrayDeque<Path>();
        try {
            directory.forEach(entry -> names.add(entry.getFileName()));
            return names;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }
}
