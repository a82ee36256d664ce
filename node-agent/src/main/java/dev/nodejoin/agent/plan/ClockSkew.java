package dev.nodejoin.agent.plan;

import dev.nodejoin.protocol.kubeadm.GoDuration;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A machine whose clock differs from the API server's so much that certificates may seem to be not yet or no longer valid.
 *
 * @param node what this machine's clock said
 * @param server what the API server's said at the same moment, to the second
 */
public record ClockSkew(Instant node, Instant server) {
    private static final Duration TOLERATED = Duration.ofSeconds(60);

    /** Empty if they agree as far as matters: an answer is on its way for a moment, and tells whole seconds. */
    public static Optional<ClockSkew> between(Instant node, Instant server) {
        return Optional.of(new ClockSkew(node, server))
                .filter(skew -> skew.difference().compareTo(TOLERATED) > 0);
    }

    public Duration difference() {
        return Duration.between(node, server).abs();
    }

    /** One line for a person. */
    public String sentence() {
        return "this machine's clock is %s %s the API server's (it says %s, the server %s); certificates may seem to be %s: set it, then run again if the join fails"
                .formatted(
                        GoDuration.format(Duration.ofSeconds(difference().toSeconds())),
                        node.isBefore(server) ? "behind" : "ahead of",
                        Instant.ofEpochSecond(node.getEpochSecond()),
                        server,
                        node.isBefore(server) ? "not yet valid" : "expired");
    }
}
