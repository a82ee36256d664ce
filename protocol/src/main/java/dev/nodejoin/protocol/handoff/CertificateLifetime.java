package dev.nodejoin.protocol.handoff;

import dev.nodejoin.protocol.MalformedInputException;
import java.util.regex.Pattern;

/**
 * How long the certificate that a machine asks for shall live at most: {@code spec.expirationSeconds} of its
 * CertificateSigningRequest, with the limits of that field.
 */
public record CertificateLifetime(long seconds) {
    private static final long SHORTEST = 600;
    private static final long LONGEST = Integer.MAX_VALUE;
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,10}");

    /** Throws {@link MalformedInputException} for a lifetime that no API server accepts. */
    public CertificateLifetime {
        if (seconds < SHORTEST || seconds > LONGEST) throw malformed();
    }

    /** Reads seconds in decimal digits. */
    static CertificateLifetime parse(String text) {
        if (!DIGITS.matcher(text.strip()).matches()) throw malformed();
        return new CertificateLifetime(Long.parseLong(text.strip()));
    }

    private static MalformedInputException malformed() {
        return new MalformedInputException(
                "must be a whole number of seconds from %d to %d".formatted(SHORTEST, LONGEST));
    }
}
