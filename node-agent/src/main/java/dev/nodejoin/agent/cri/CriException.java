package dev.nodejoin.agent.cri;

import org.jspecify.annotations.Nullable;

/** The container runtime can't be reached, did not answer in time or answered with an error; the message says which. */
public sealed class CriException extends RuntimeException permits CriException.Unimplemented {
    public CriException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The runtime answered that it does not have this call. */
    static final class Unimplemented extends CriException {
        Unimplemented(String message) {
            super(message, null);
        }
    }
}
