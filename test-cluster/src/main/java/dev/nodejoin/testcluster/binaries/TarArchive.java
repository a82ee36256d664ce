package dev.nodejoin.testcluster.binaries;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Reads the regular files of a tar archive one by one, as POSIX's {@code pax} describes them (the ustar format). Other
 * entries, and names longer than 100 bytes, are passed over.
 */
final class TarArchive implements AutoCloseable {
    private static final int BLOCK = 512;
    private static final int NAME_LENGTH = 100;
    private static final int SIZE = 124;
    private static final int SIZE_LENGTH = 12;
    private static final int TYPE = 156;
    private static final int REGULAR = '0';

    private final InputStream stream;
    /** What is left of the current entry, with and without the padding of its last block. */
    private long unread;

    private long content;

    TarArchive(InputStream stream) {
        this.stream = stream;
    }

    static TarArchive ofGzip(Path file) throws IOException {
        var bytes = Files.newInputStream(file);
        try {
            return new TarArchive(new BufferedInputStream(new GZIPInputStream(bytes, 1 << 16)));
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }

    /** Goes to the next regular file and tells its name. */
    Optional<String> next() throws IOException {
        while (true) {
            stream.skipNBytes(unread);
            var header = stream.readNBytes(BLOCK);
            if (header.length < BLOCK || header[0] == 0) {
                return Optional.empty();
            }
            content = octal(text(header, SIZE, SIZE_LENGTH).strip());
            unread = (content + BLOCK - 1) / BLOCK * BLOCK;
            if (header[TYPE] == REGULAR) {
                return Optional.of(text(header, 0, NAME_LENGTH));
            }
        }
    }

    private static long octal(String digits) throws IOException {
        try {
            return Long.parseLong(digits, 8);
        } catch (NumberFormatException e) {
            throw new IOException("the archive has a file whose size is " + digits, e);
        }
    }

    private static String text(byte[] header, int start, int length) {
        var end = start;
        while (end < start + length && header[end] != 0) end++;
        return new String(header, start, end - start, StandardCharsets.UTF_8);
    }

    /** Writes the current file to {@code target}, unless it has more than {@code most} bytes. */
    void extract(Path target, long most) throws IOException {
        if (content > most) {
            throw new IOException("%s has more than %d bytes".formatted(target.getFileName(), most));
        }
        try (var file = Files.newOutputStream(target)) {
            var block = new byte[1 << 16];
            while (content > 0) {
                var n = stream.read(block, 0, (int) Math.min(block.length, content));
                if (n < 0) throw new EOFException("the archive ends within " + target.getFileName());
                file.write(block, 0, n);
                content -= n;
                unread -= n;
            }
        }
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
