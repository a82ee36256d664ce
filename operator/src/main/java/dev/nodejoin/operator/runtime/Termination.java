package dev.nodejoin.operator.runtime;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * The end of this process. Being told to end is no failure, so a signal's exit code is 0 and not that of the signal; whatever
 * ends the process from within gives its own. The first reason to end is the one that counts.
 */
final class Termination {
    private static final int UNDECIDED = -1;
    /** Longer than the operator lets what is under way finish; a start that hangs can't be closed at all. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final AtomicInteger exitCode = new AtomicInteger(UNDECIDED);
    private final AtomicReference<@Nullable NodeJoinOperator> running = new AtomicReference<>();

    private Termination() {}

    /** From here on a signal ends the process in order. */
    static Termination prepare() {
        var termination = new Termination();
        Runtime.getRuntime().addShutdownHook(new Thread(termination::carryOut, "shutdown"));
        return termination;
    }

    /** What is closed at the end, even while it starts. */
    void closes(NodeJoinOperator operator) {
        running.set(operator);
    }

    /** Whether the end has begun: what fails now fails because of it. */
    boolean hasBegun() {
        return exitCode.get() != UNDECIDED;
    }

    /** Ends the process; never returns. */
    void exit(int code) {
        exitCode.compareAndSet(UNDECIDED, code);
        System.exit(code);
    }

    /** Waits for the end, whoever brings it about. */
    static void await() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    private void carryOut() {
        try {
            exitCode.compareAndSet(UNDECIDED, CommandLine.ExitCode.OK);
            close();
        } finally {
            Runtime.getRuntime().halt(exitCode.get());
        }
    }

    private void close() {
        var operator = running.get();
        if (operator == null) return;
        try {
            Thread.ofPlatform().daemon().start(operator::close).join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
