package dev.nodejoin.agent.join;

import java.time.Duration;
import java.time.Instant;

/** The time of a run. Deadlines go by the steady clock, since a young machine's calendar may still jump. */
public interface JoinClock {
    /** The calendar, for certificates. */
    Instant now();

    /** Time since some moment in the past; never goes back. */
    Duration steady();

    void pause(Duration length);
}
