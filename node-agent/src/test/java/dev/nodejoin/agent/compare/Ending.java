package dev.nodejoin.agent.compare;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How a command ended.
 *
 * @param checks the preflight checks that failed
 */
record Ending(boolean succeeded, ErrorClass error, SortedSet<String> checks) {
    static Ending success() {
        return new Ending(true, ErrorClass.NONE, new TreeSet<>());
    }

    static Ending failure(ErrorClass error) {
        return new Ending(false, error, new TreeSet<>());
    }

    static Ending preflight(List<String> checks) {
        return new Ending(false, ErrorClass.PREFLIGHT, new TreeSet<>(checks));
    }

    String exit() {
        return succeeded ? "zero" : "not zero";
    }

    String meaning() {
        return checks.isEmpty() ? error.name() : error + " " + checks;
    }
}
