package dev.nodejoin.agent.identity;

/** The file of the node's key is there but can't serve. */
public final class UnusableKeyException extends RuntimeException {
    public UnusableKeyException(String message) {
        super(message);
    }
}
