package dev.nodejoin.agent.ticket;

import dev.nodejoin.protocol.MalformedInputException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The ticket is missing, unsafe or malformed; the message says which file, what is wrong and what to do. */
public final class TicketException extends RuntimeException {
    public TicketException(String message) {
        this(message, null);
    }

    public TicketException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** What a ticket or a file asks for that can't be done is no error of usage. */
    public static <T> T preparing(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (MalformedInputException e) {
            throw new TicketException("the join can't be prepared: " + e.getMessage(), e);
        }
    }
}
