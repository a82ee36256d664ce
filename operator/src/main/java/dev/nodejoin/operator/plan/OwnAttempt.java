package dev.nodejoin.operator.plan;

import java.time.Duration;

/** How far this process has brought the attempt that it claimed. Known in memory only: another process starts over. */
public sealed interface OwnAttempt {
    /** Nothing was created yet. */
    record Unminted() implements OwnAttempt {}

    /** The token's Secret exists; the API server has not recognised the token yet. */
    record Minted() implements OwnAttempt {}

    /** The API server recognised the token as ours. */
    record Proven() implements OwnAttempt {}

    /**
     * The API server recognised the token, but cluster-info does not carry its signature yet.
     *
     * @param looks how often that was looked at
     */
    record Unsigned(int looks, String why) implements OwnAttempt {
        private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
        private static final int MOST_DOUBLINGS = 3;

        /** When to look again: soon at first, since Kubernetes signs within the blink of an eye. */
        public Duration pause() {
            return FIRST_PAUSE.multipliedBy(1L << Math.clamp(looks - 1L, 0, MOST_DOUBLINGS));
        }
    }

    /** Cluster-info carries the token's signature. */
    record Signed() implements OwnAttempt {}

    /** The hand-off Secret of this name exists. */
    record HandedOver(String secretName) implements OwnAttempt {}

    /** The attempt can't go on and has to be burnt. */
    record Failed(String reason, String message) implements OwnAttempt {}
}
