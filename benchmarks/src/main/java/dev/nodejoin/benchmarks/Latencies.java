package dev.nodejoin.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How long many requests of one kind took, in nanoseconds. */
final class Latencies {
    private static final double NANOS_PER_MILLI = 1_000_000.0;

    private final List<Long> taken = new ArrayList<>();

    void add(long nanos) {
        taken.add(nanos);
    }

    /** In milliseconds, the value that this share of the requests did not exceed. */
    double quantile(double share) {
        var sorted = new ArrayList<>(taken);
        Collections.sort(sorted);
        return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(share * sorted.size()))) / NANOS_PER_MILLI;
    }
}
