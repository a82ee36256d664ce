package dev.nodejoin.agent.ticket;

import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.handoff.Ticket;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;

/**
 * Reads a ticket: a directory with files named like the keys of the hand-off Secret, a file with that Secret (YAML or JSON)
 * or with the kubeconfig alone, or {@code -} for the same on standard input.
 *
 * <p>A file that other users may read or change is refused: it holds a credential, and whoever can change it decides which
 * cluster gets this machine.
 */
public final class TicketSource {
    private static final String STANDARD_INPUT = "-";

    private final InputStream standardInput;

    public TicketSource(InputStream standardInput) {
        this.standardInput = standardInput;
    }

    /** Throws {@link TicketException} whatever the reason. */
    public Ticket read(String location) {
        try {
            if (location.equals(STANDARD_INPUT)) {
                return Ticket.fromDocument(LocalText.capped(standardInput, "standard input", Ticket.MAX_BYTES));
            }
            var path = Path.of(location);
            return Files.isDirectory(path) ? directory(path) : Ticket.fromDocument(file(path));
        } catch (MalformedInputException e) {
            throw new TicketException("the ticket %s can't be used: %s".formatted(location, e.getMessage()), e);
        } catch (NoSuchFileException e) {
            throw new TicketException("there is no ticket at %s".formatted(location), e);
        } catch (IOException e) {
            throw new TicketException("the ticket %s can't be read: %s".formatted(location, e.getMessage()), e);
        }
    }

    private static Ticket directory(Path directory) throws IOException {
        FileGuard.requireNotSharedDirectory(directory);
        var files = new HashMap<String, byte[]>();
        for (var name : Ticket.FILES) {
            var file = directory.resolve(name);
            if (Files.exists(file)) {
                files.put(name, file(file));
            }
        }
        return Ticket.fromFiles(files);
    }

    private static byte[] file(Path file) throws IOException {
        FileGuard.requirePrivate(file);
        try (var input = Files.newInputStream(file)) {
            return LocalText.capped(input, file.toString(), Ticket.MAX_BYTES);
        }
    }
}
