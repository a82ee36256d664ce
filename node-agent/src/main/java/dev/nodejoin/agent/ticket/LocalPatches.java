package dev.nodejoin.agent.ticket;

import dev.nodejoin.agent.plan.PlainText;
import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.patch.KubeletPatches;
import dev.nodejoin.protocol.patch.PatchFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A patches directory, read once. As with kubeadm, the directory itself must not be a link, those below it count as well,
 * and the order is that of the names.
 */
public final class LocalPatches {
    private static final int LARGEST = 1 << 20;
    private static final int MOST = 1_000;

    private final Path directory;
    private final List<PatchFile> files = new ArrayList<>();

    private LocalPatches(Path directory) {
        this.directory = directory;
    }

    /** The patches of the directory, or none without one; throws {@link TicketException} naming the file at fault. */
    public static KubeletPatches read(Optional<String> directory) {
        return directory.map(path -> new LocalPatches(located(path)).read(path)).orElse(KubeletPatches.NONE);
    }

    private static Path located(String path) {
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw new TicketException("no patches directory can be called %s".formatted(PlainText.of(path)), e);
        }
    }

    private KubeletPatches read(String path) {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw new TicketException("the patches directory %s is not there or not a directory".formatted(path), null);
        }
        try {
            collect(directory);
            return KubeletPatches.read(path, files);
        } catch (IOException | UncheckedIOException | MalformedInputException e) {
            throw new TicketException("the patches directory %s can't be used: %s".formatted(path, e.getMessage()), e);
        }
    }

    private void collect(Path below) throws IOException {
        for (var entry : entries(below)) {
            if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                collect(entry);
            } else {
                files.add(file(entry));
            }
            if (files.size() > MOST) {
                throw new MalformedInputException("it holds more than %d files".formatted(MOST));
            }
        }
    }

    private static List<Path> entries(Path below) throws IOException {
        try (var entries = Files.list(below)) {
            return entries.sorted().toList();
        }
    }

    /** What is passed by is not opened: it may be anything. */
    private static PatchFile file(Path path) {
        var name = path.getFileName().toString();
        return new PatchFile(name, PatchFile.isRead(name) ? LocalText.read(path.toString(), LARGEST) : new byte[0]);
    }
}
