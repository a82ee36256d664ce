package dev.nodejoin.testcluster.binaries;

/** The programs of a test cluster cannot be had; the message says what was tried. */
public final class NoBinaries extends RuntimeException {
    public NoBinaries(String message) {
        super(message);
    }

    public NoBinaries(String message, Throwable cause) {
        super(message, cause);
    }
}
