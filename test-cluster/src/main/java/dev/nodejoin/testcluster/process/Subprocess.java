package dev.nodejoin.testcluster.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end, within a deadline, and keeps what it says. */
public final class Subprocess {
    private static final int MOST_OUTPUT = 16 << 20;
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);
    private static final Executor VIRTUAL = task -> Thread.ofVirtual().start(task);

    private Subprocess() {}

    /**
     * Gives {@code input} to the program and waits for it. When the deadline passes, the program is killed.
     *
     * @throws DeadlineExceeded with what the program had said until then
     */
    public static Outcome run(ProcessBuilder program, Duration deadline, byte[] input) {
        try {
            return finish(program.start(), program.command(), deadline, input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Outcome run(ProcessBuilder program, Duration deadline) {
        return run(program, deadline, new byte[0]);
    }

    private static Outcome finish(Process process, Iterable<String> command, Duration deadline, byte[] input) {
        var output = CompletableFuture.supplyAsync(() -> read(process.getInputStream()), VIRTUAL);
        var error = CompletableFuture.supplyAsync(() -> read(process.getErrorStream()), VIRTUAL);
        VIRTUAL.execute(() -> give(process, input));
        try {
            var ended = process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                process.destroyForcibly().waitFor();
            }
            var outcome = new Outcome(process.exitValue(), lastWords(output), lastWords(error));
            if (!ended) {
                throw new DeadlineExceeded(String.join(" ", command), deadline, outcome);
            }
            return outcome;
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + String.join(" ", command), e);
        }
    }

    /** A grandchild that goes on in the background may keep the pipe open; nobody waits for it. */
    private static byte[] lastWords(CompletableFuture<byte[]> words) {
        return words.completeOnTimeout(new byte[0], LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private static void give(Process process, byte[] input) {
        try (var stream = process.getOutputStream()) {
            stream.write(input);
        } catch (IOException e) {
            // A program need not read what it is given.
        }
    }

    private static byte[] read(InputStream stream) {
        try (stream) {
            var bytes = stream.readNBytes(MOST_OUTPUT);
            stream.transferTo(OutputStream.nullOutputStream());
            return bytes;
        } catch (IOException e) {
            return new byte[0];
        }
    }
}
