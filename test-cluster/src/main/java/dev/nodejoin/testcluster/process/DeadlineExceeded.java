package dev.nodejoin.testcluster.process;

import java.time.Duration;

/** A program took longer than it was allowed to, and was killed. */
public final class DeadlineExceeded extends RuntimeException {
    public DeadlineExceeded(String command, Duration deadline, Outcome outcome) {
        super("%s did not end within %d seconds; it said: %s".formatted(command, deadline.toSeconds(), outcome.said()));
    }
}
