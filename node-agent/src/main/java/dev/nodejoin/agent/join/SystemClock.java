package dev.nodejoin.agent.join;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The machine's clocks. */
public final class SystemClock implements JoinClock {
    private final InstantSource calendar = InstantSource.system();

    @Override
    public Instant now() {
        return calendar.instant();
    }

    @Override
    public Duration steady() {
        return Duration.ofNanos(System.nanoTime());
    }

    @Override
    public void pause(Duration length) {
        try {
            Thread.sleep(length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
