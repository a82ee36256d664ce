package dev.nodejoin.operator.runtime;

/** The operator could not be started; the message says what to look at. */
public final class OperatorStartException extends RuntimeException {
    OperatorStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
