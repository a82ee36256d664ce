package dev.nodejoin.benchmarks;

import java.util.Random;
import java.util.stream.Stream;

/**
 * The ratio of two medians, with the interval that 95 % of the ratios fall into when both samples are drawn again from
 * themselves (percentile bootstrap).
 */
record Ratio(double value, double low, double high) {
    private static final int DRAWS = 10_000;
    private static final double TAIL = 0.025;

    /** The seed is fixed: the same samples give the same interval. */
    private static final long SEED = 1;

    static Ratio of(Sample ours, Sample theirs) {
        var random = new Random(SEED);
        var ratios = Stream.generate(() ->
                        ours.redrawn(random).median() / theirs.redrawn(random).median())
                .limit(DRAWS)
                .sorted()
                .toList();
        return new Ratio(
                ours.median() / theirs.median(),
                ratios.get((int) (DRAWS * TAIL)),
                ratios.get((int) (DRAWS * (1 - TAIL)) - 1));
    }

    @Override
    public String toString() {
        return "%.2f (%.2f–%.2f)".formatted(value, low, high);
    }
}
