package dev.nodejoin.benchmarks;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Values of one kind, ascending; at least one. */
record Sample(List<Double> values) {
    Sample {
        values = values.stream().sorted().toList();
    }

    double median() {
        var middle = values.size() / 2;
        return values.size() % 2 == 1 ? values.get(middle) : (values.get(middle - 1) + values.get(middle)) / 2;
    }

    /** As many values, drawn from these with replacement. */
    Sample redrawn(RandomGenerator random) {
        return new Sample(Stream.generate(() -> values.get(random.nextInt(values.size())))
                .limit(values.size())
                .toList());
    }

    @Override
    public String toString() {
        return "%.2f (%.2f–%.2f)".formatted(median(), values.getFirst(), values.getLast());
    }
}
