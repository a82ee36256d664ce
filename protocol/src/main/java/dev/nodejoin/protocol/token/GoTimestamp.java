package dev.nodejoin.protocol.token;

import dev.nodejoin.protocol.MalformedInputException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;

/** Timestamps of RFC 3339, no more and no less liberal than Go's {@code time.RFC3339}. */
final class GoTimestamp {
    private static final Pattern SHAPE =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)");
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant AFTER_LAST = Instant.parse("+10000-01-01T00:00:00Z");

    private GoTimestamp() {}

    static boolean canWrite(Instant at) {
        return !at.isBefore(FIRST) && at.isBefore(AFTER_LAST);
    }

    static Instant parse(String text) {
        if (text.length() > 40 || !SHAPE.matcher(text).matches()) {
            throw malformed();
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw malformed();
        }
    }

    private static MalformedInputException malformed() {
        return new MalformedInputException(
                "a bootstrap token Secret's expiration must be an RFC 3339 time such as 2030-01-31T12:00:00Z");
    }
}
