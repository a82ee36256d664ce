package dev.nodejoin.agent.kubelet;

import org.jspecify.annotations.Nullable;

/** The kubelet could not be started; the message says what was run and what came of it. */
public final class KubeletException extends RuntimeException {
    public KubeletException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
