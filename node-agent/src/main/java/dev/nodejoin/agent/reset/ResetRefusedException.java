package dev.nodejoin.agent.reset;

/** The reset ended before it was done; the message says why and what to do. */
public final class ResetRefusedException extends RuntimeException {
    public ResetRefusedException(String message) {
        super(message);
    }
}
