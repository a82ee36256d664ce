package dev.nodejoin.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The joins of one program. */
final class Joins {
    private final List<Join> joins = new ArrayList<>();

    /**
     * One join.
     *
     * @param exitSeconds until the program was over
     * @param readySeconds until the Node was Ready, both from the program's start
     * @param peakMebibytes the most memory that was resident for it at once
     * @param processorSeconds what it used of the processors, its children left out
     */
    record Join(double exitSeconds, double readySeconds, double peakMebibytes, double processorSeconds) {}

    void add(Join join) {
        joins.add(join);
    }

    Sample of(ToDoubleFunction<Join> value) {
        return new Sample(joins.stream().mapToDouble(value).sorted().boxed().toList());
    }
}
