package dev.nodejoin.policy.expression;

import dev.cel.common.values.CelByteString;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How much effort it takes to go through a value once: 1 for it and for each value within, however often it occurs, and 1 for each
 * {@link Allowance#CHARACTERS} characters. What occurs many times is weighed once.
 */
final class Weights {
    /** So that no sum of 1000 of them overflows. */
    private static final long HEAVIEST = 1L << 40;

    private final IdentityHashMap<Object, Known> known = new IdentityHashMap<>();

    /** A list to which a macro still adds has another size the next time. */
    private record Known(int size, long weight) {}

    long of(@Nullable Object value) {
        return switch (value) {
            case Optional<?> optional -> 1 + optional.map(this::of).orElse(0L);
            case Collection<?> list -> remembered(list, list.size(), list);
            case Map<?, ?> map -> remembered(map, map.size(), map.keySet(), map.values());
            case null, default -> 1L + length(value) / Allowance.CHARACTERS;
        };
    }

    private long remembered(Object value, int size, Collection<?>... parts) {
        var before = known.get(value);
        if (before != null && before.size() == size) return before.weight();
        var weight = 1L;
        for (var part : parts) for (var element : part) weight = Math.min(HEAVIEST, weight + of(element));
        known.put(value, new Known(size, weight));
        return weight;
    }

    /** Of a text or of bytes; 0 of all else. */
    static int length(@Nullable Object value) {
        return switch (value) {
            case String text -> text.length();
            case CelByteString bytes -> bytes.size();
            case null, default -> 0;
        };
    }

    /** Of a list or a map; 0 of all else. */
    static int elements(@Nullable Object value) {
        return switch (value) {
            case Collection<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            case null, default -> 0;
        };
    }
}
