package dev.nodejoin.agent.ticket;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files of this machine that the command line or a kubeconfig names, read up to a limit. */
public final class LocalText {
    private LocalText() {}

    /** The content of the file; throws {@link TicketException} whatever the reason it can't be had. */
    public static byte[] read(String location, int mostBytes) {
        try (var input = Files.newInputStream(Path.of(location))) {
            return capped(input, location, mostBytes);
        } catch (NoSuchFileException e) {
            throw new TicketException("there is no file %s".formatted(location), e);
        } catch (InvalidPathException | IOException e) {
            throw new TicketException("the file %s can't be read: %s".formatted(location, e.getMessage()), e);
        }
    }

    static byte[] capped(InputStream input, String name, int mostBytes) throws IOException {
        var bytes = input.readNBytes(mostBytes + 1);
        if (bytes.length > mostBytes) {
            throw new TicketException(
                    "%s is larger than %d bytes, which nothing of its kind is".formatted(name, mostBytes));
        }
        return bytes;
    }
}
