package dev.nodejoin.testcluster.binaries;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A hash function, as every JDK has it; sums are lower-case hexadecimal. */
enum Checksum {
    SHA_256("SHA-256"),
    SHA_512("SHA-512");

    private static final int BLOCK = 1 << 20;

    private final String algorithm;

    Checksum(String algorithm) {
        this.algorithm = algorithm;
    }

    String of(Path file) throws IOException {
        try (var channel = FileChannel.open(file)) {
            var digest = digest();
            var block = ByteBuffer.allocate(BLOCK);
            while (channel.read(block) >= 0) {
                digest.update(block.flip());
                block.clear();
            }
            return HexFormat.of().formatHex(digest.digest());
        }
    }

    String of(byte[] content) {
        return HexFormat.of().formatHex(digest().digest(content));
    }

    private MessageDigest digest() {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
