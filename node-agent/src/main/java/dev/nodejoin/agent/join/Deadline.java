package dev.nodejoin.agent.join;

import java.time.Duration;

/** A moment on the steady clock that waiting does not go beyond. */
final class Deadline {
    private final JoinClock clock;
    private final Duration start;
    private final Duration length;

    Deadline(JoinClock clock, Duration length) {
        this.clock = clock;
        this.start = clock.steady();
        this.length = length;
    }

    Duration length() {
        return length;
    }

    Duration elapsed() {
        return clock.steady().minus(start);
    }

    Duration left() {
        var left = length.minus(elapsed());
        return left.isNegative() ? Duration.ZERO : left;
    }

    boolean isOver() {
        return left().isZero();
    }

    /** Pauses, but not beyond the deadline. */
    void pause(Duration wanted) {
        var left = left();
        clock.pause(wanted.compareTo(left) < 0 ? wanted : left);
    }
}
