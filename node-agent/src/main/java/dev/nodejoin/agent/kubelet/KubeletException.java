package dev.nodejoin.agent.kubelet;

import org.jspecify.annotations.Nullable;

/** The kubelet, or a program of the machine, could not be run; the message says what was run and what came of it. */
public final class KubeletException extends RuntimeException {
    public KubeletException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
