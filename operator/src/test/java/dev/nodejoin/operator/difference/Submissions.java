package dev.nodejoin.operator.difference;

import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Submissions of every kind; for a seed always the same. Four of ten are as promised, the others deviate once or twice. */
final class Submissions {
    private static final List<Deviation> DEVIATIONS = List.of(Deviation.values());

    private Submissions() {}

    static List<Submission> generate(long seed, int count) {
        var random = new Random(seed);
        return IntStream.range(0, count)
                .mapToObj(i -> new Draft(random).submit("difference-" + i, deviations(random)))
                .toList();
    }

    /** As promised, all of them, to be submitted after others. */
    static List<Submission> markers(int count) {
        var random = new Random(count);
        return IntStream.range(0, count)
                .mapToObj(i -> new Draft(random).submit("marker-" + i, List.of()))
                .toList();
    }

    private static List<Deviation> deviations(RandomGenerator random) {
        return switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> List.of();
            case 4, 5, 6, 7 -> List.of(any(random));
            default -> Stream.of(any(random), any(random)).distinct().toList();
        };
    }

    private static Deviation any(RandomGenerator random) {
        return DEVIATIONS.get(random.nextInt(DEVIATIONS.size()));
    }
}
