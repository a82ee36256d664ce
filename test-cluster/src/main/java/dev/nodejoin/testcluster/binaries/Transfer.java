package dev.nodejoin.testcluster.binaries;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Copies what a server sends; gives up when that is too much, or when nothing comes for too long. */
record Transfer(Limits limits, Percentage percentage) {
    private static final int BLOCK = 1 << 16;

    /** {@code start} bytes were copied before. */
    void run(InputStream from, OutputStream to, long start) throws IOException {
        var moving = new AtomicBoolean(true);
        var silent = new AtomicBoolean();
        var watchdog = Thread.startVirtualThread(() -> watch(from, moving, silent));
        try {
            copy(from, to, start, moving);
        } catch (IOException e) {
            throw silent.get() ? tooSilent(e) : e;
        } finally {
            watchdog.interrupt();
        }
        if (silent.get()) throw tooSilent(null);
    }

    private void copy(InputStream from, OutputStream to, long start, AtomicBoolean moving) throws IOException {
        var block = new byte[BLOCK];
        var total = start;
        for (var n = from.read(block); n >= 0; n = from.read(block)) {
            moving.set(true);
            total += n;
            if (total > limits.bytes()) {
                throw new IOException("it has more than %d bytes".formatted(limits.bytes()));
            }
            to.write(block, 0, n);
            percentage.at(total);
        }
    }

    /** Ends a read that waits in vain by closing what is read from. */
    private void watch(InputStream from, AtomicBoolean moving, AtomicBoolean silent) {
        try {
            while (moving.getAndSet(false)) Thread.sleep(limits.silence());
            silent.set(true);
            from.close();
        } catch (InterruptedException | IOException e) {
            // The copy has ended, one way or another.
        }
    }

    private IOException tooSilent(@Nullable IOException cause) {
        return new IOException(
                "nothing came for %s seconds".formatted(limits.silence().toMillis() / 1000.0), cause);
    }
}
