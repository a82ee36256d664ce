package dev.nodejoin.operator.join;

import dev.nodejoin.operator.approval.ProtectionObserver;

/** The parts that one reconciler works with, made once its event sources are known. */
public record JoinController(
        JoinCaches caches,
        ProtectionObserver protection,
        JoinObserver observer,
        JoinActuator actuator,
        NameSweeper sweeper) {

    /** The caches are filled: looks at the protection, whose age counts from here, and clears away what was left behind. */
    public void begin() {
        protection.observe();
        sweeper.sweep();
    }
}
