package dev.nodejoin.operator.failure;

import org.jspecify.annotations.Nullable;

/** Collects what single steps throw, so that one that fails does not keep others from being taken. */
public final class Failures {
    private @Nullable RuntimeException first;

    /** Takes a step. */
    public void collect(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            if (first == null) first = e;
            else first.addSuppressed(e);
        }
    }

    /** Throws the first failure, which carries the others; does nothing if there was none. */
    public void rethrow() {
        if (first != null) throw first;
    }
}
