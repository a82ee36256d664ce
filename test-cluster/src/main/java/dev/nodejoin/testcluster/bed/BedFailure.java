package dev.nodejoin.testcluster.bed;

/** A bed could not do what it was asked for; the message says why. */
public final class BedFailure extends RuntimeException {
    public BedFailure(String message) {
        super(message);
    }

    public BedFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
