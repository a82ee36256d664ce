package dev.nodejoin.protocol.patch;

import dev.nodejoin.protocol.MalformedInputException;

/** A patch that is well-formed does not fit what it is applied to; the message names the patch and what does not fit. */
public final class PatchMismatchException extends MalformedInputException {
    PatchMismatchException(String message) {
        super(message);
    }
}
