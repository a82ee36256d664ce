package dev.nodejoin.agent.join;

import dev.nodejoin.agent.plan.Failure;
import org.jspecify.annotations.Nullable;

/** The join can't go on now; what it left on the disk is what the next run goes on from. */
public final class JoinFailedException extends RuntimeException {
    private final transient Failure failure;

    public JoinFailedException(Failure failure) {
        this(failure, null);
    }

    public JoinFailedException(Failure failure, @Nullable Throwable cause) {
        super(failure.sentence(), cause);
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }
}
