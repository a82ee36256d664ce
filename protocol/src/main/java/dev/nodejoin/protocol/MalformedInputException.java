package dev.nodejoin.protocol;

/**
 * Input that is not what it should be. The message names what was wrong and what was expected, so that it can be shown to
 * whoever supplied the input; it never repeats a secret. For the same reason there is no cause: parsers like to quote
 * what they choke on.
 *
 * <p>Every {@code parse} method of this module returns a value or throws this, whatever the bytes.
 */
public class MalformedInputException extends IllegalArgumentException {
    public MalformedInputException(String message) {
        super(message);
    }
}
