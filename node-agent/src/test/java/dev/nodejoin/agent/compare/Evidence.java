package dev.nodejoin.agent.compare;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one side left behind, in words that don't depend on names, addresses and times.
 *
 * @param facts by what they are about
 * @param events in the order in which they happened
 */
record Evidence(Map<Aspect, Map<String, String>> facts, Map<Aspect, List<String>> events) {
    Evidence {
        facts = Map.copyOf(facts);
        events = Map.copyOf(events);
    }

    static Collected collect() {
        return new Collected();
    }

    Map<String, String> facts(Aspect aspect) {
        return facts.getOrDefault(aspect, Map.of());
    }

    List<String> events(Aspect aspect) {
        return events.getOrDefault(aspect, List.of());
    }

    /** Evidence that still grows. */
    static final class Collected {
        private final Map<Aspect, Map<String, String>> facts = new EnumMap<>(Aspect.class);
        private final Map<Aspect, List<String>> events = new EnumMap<>(Aspect.class);

        private Collected() {}

        Collected fact(Aspect aspect, String subject, String value) {
            facts.computeIfAbsent(aspect, _ -> new TreeMap<>()).put(subject, value);
            return this;
        }

        Collected facts(Aspect aspect, Map<String, String> values) {
            values.forEach((subject, value) -> fact(aspect, subject, value));
            return this;
        }

        Collected events(Aspect aspect, List<String> happened) {
            events.computeIfAbsent(aspect, _ -> new ArrayList<>()).addAll(happened);
            return this;
        }

        Evidence evidence() {
            return new Evidence(facts, events);
        }
    }
}
