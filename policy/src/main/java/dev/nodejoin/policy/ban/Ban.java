package dev.nodejoin.policy.ban;

import dev.nodejoin.api.v1alpha1.NodeJoinBanSpec;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A ban as it was written. A name and a key in one ban are banned each by itself.
 *
 * @param name of the NodeJoinBan
 * @param until the first moment at which it is over
 * @param reason empty if none was given
 */
public record Ban(
        String name,
        Optional<String> nodeName,
        Optional<String> publicKeySha256,
        Optional<Instant> until,
        String reason) {

    /** Total: a strange object bans nobody; one whose end is no time holds until it is deleted. */
    public static Ban of(String name, @Nullable NodeJoinBanSpec spec) {
        if (spec == null) return new Ban(name, Optional.empty(), Optional.empty(), Optional.empty(), "");
        return new Ban(
                name,
                Optional.ofNullable(spec.nodeName()),
                Optional.ofNullable(spec.publicKeySHA256()),
                time(spec.until()),
                Objects.requireNonNullElse(spec.reason(), ""));
    }

    private static Optional<Instant> time(@Nullable String text) {
        if (text == null) return Optional.empty();
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    public boolean isInForce(Instant now) {
        return until.map(now::isBefore).orElse(true);
    }

    public boolean hits(Suspect suspect) {
        return nodeName.filter(suspect.nodeNames()::contains).isPresent()
                || publicKeySha256.filter(suspect.keys()::contains).isPresent();
    }

    /** Which ban it is, until when and why, for people. */
    public String text() {
        var end = until.map(instant -> ", until " + instant).orElse("");
        var why = reason.isEmpty() ? "" : ": " + reason;
        return "NodeJoinBan %s%s%s".formatted(name, end, why);
    }
}
