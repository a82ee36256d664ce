package dev.nodejoin.testcluster.binaries;

import java.util.function.Consumer;

/** Announces how far something is, in steps that do not flood a log. */
final class Percentage {
    private static final int STEP = 10;

    private final String what;
    private final long whole;
    private final Consumer<String> progress;
    private long announced = -1;

    /** {@code whole} is 0 when nobody knows it; then nothing is announced. */
    Percentage(String what, long whole, Consumer<String> progress) {
        this.what = what;
        this.whole = whole;
        this.progress = progress;
    }

    void at(long done) {
        if (whole == 0) return;
        var step = done * 100 / whole / STEP;
        if (step > announced) {
            announced = step;
            progress.accept("%s: %d %% of %d MB".formatted(what, step * STEP, whole / 1_000_000));
        }
    }
}
