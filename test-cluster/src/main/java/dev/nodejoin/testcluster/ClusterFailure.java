package dev.nodejoin.testcluster;

/** A cluster did not do what it must; the message has the last lines of the log that tells why. */
public final class ClusterFailure extends RuntimeException {
    public ClusterFailure(String message) {
        super(message);
    }

    public ClusterFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
