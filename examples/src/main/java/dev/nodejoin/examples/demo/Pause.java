package dev.nodejoin.examples.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Waiting, with a deadline. */
final class Pause {
    private static final Duration POLL = Duration.ofMillis(200);

    private Pause() {}

    static void of(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("interrupted");
        }
    }

    /** The first value that is there; fails when there is none in time. */
    static <T> T until(String what, Duration patience, Supplier<Optional<T>> look) {
        return until(() -> what, patience, look);
    }

    /** The same, with a description of what was waited for that is made at the end. */
    static <T> T until(Supplier<String> what, Duration patience, Supplier<Optional<T>> look) {
        var deadline = Instant.now().plus(patience);
        while (Instant.now().isBefore(deadline)) {
            var found = look.get();
            if (found.isPresent()) return found.get();
            of(POLL);
        }
        throw new DemoFailure("waited %d s in vain: %s".formatted(patience.toSeconds(), what.get()));
    }
}
