package dev.nodejoin.agent.join;

import dev.nodejoin.agent.plan.ClockSkew;
import dev.nodejoin.agent.plan.Phase;
import java.time.Instant;
import java.util.Optional;

/** Compares the machine's clock with the API server's, which tells the time with every answer, and warns once. */
public final class ClockComparison {
    private final JoinClock clock;
    private final Transcript transcript;
    private Optional<ClockSkew> told = Optional.empty();

    public ClockComparison(JoinClock clock, Transcript transcript) {
        this.clock = clock;
        this.transcript = transcript;
    }

    /** Takes note of what the server's clock said a moment ago. */
    public void with(Instant server) {
        if (told.isEmpty()) {
            told = ClockSkew.between(clock.now(), server);
            told.ifPresent(skew -> transcript.warn(Phase.DISCOVERY, skew.sentence()));
        }
    }
}
