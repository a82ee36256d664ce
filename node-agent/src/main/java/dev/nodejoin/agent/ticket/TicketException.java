package dev.nodejoin.agent.ticket;

import org.jspecify.annotations.Nullable;

/** The ticket is missing, unsafe or malformed; the message says which file, what is wrong and what to do. */
public final class TicketException extends RuntimeException {
    public TicketException(String message) {
        this(message, null);
    }

    public TicketException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
