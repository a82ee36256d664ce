package dev.nodejoin.agent.ticket;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Who else can get at a file of the ticket. */
final class FileGuard {
    private static final int READ_BY_OTHERS = 04;
    private static final int WRITE_BY_OTHERS = 022;
    private static final int STICKY = 01000;

    private FileGuard() {}

    /** Throws {@link TicketException} if others may read the file, or may write it, or own it. */
    static void requirePrivate(Path file) throws IOException {
        requireOwned(file);
        if ((mode(file) & (READ_BY_OTHERS | WRITE_BY_OTHERS)) != 0) {
            throw new TicketException(
                    "others may read or change the ticket %s (mode %s): run chmod 600 %1$s, and ask for a"
                                    .formatted(file, shown(file))
                            + " new hand-off if someone may have read it");
        }
    }

    /** A directory in which others may put another file in the place of ours; a sticky one protects files. */
    static void requireNotSharedDirectory(Path directory) throws IOException {
        requireOwned(directory);
        var mode = mode(directory);
        if ((mode & WRITE_BY_OTHERS) != 0 && (mode & STICKY) == 0) {
            throw new TicketException(
                    "others may change files in the ticket's directory %s (mode %s): run chmod 700 %1$s"
                            .formatted(directory, shown(directory)));
        }
    }

    private static void requireOwned(Path file) throws IOException {
        var owner = (Integer) Files.getAttribute(file, "unix:uid");
        var self = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        if (!Set.of(0).contains(owner) && !owner.equals(self)) {
            throw new TicketException(
                    "the ticket %s belongs to user %d, neither to root nor to who runs this: run chown root %1$s"
                            .formatted(file, owner));
        }
    }

    private static int mode(Path file) throws IOException {
        return (int) Files.getAttribute(file, "unix:mode");
    }

    private static String shown(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
