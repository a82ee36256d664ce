package dev.nodejoin.agent.compare;

import java.util.List;
import java.util.Optional;

/**
 * A join that has to fail.
 *
 * @param expected what kubeadm makes of it, so that the test is known to be about this
 * @param place where it may run
 * @param asked the script whose requests are compared
 */
record Fault(String name, String expected, Words words, Place place, Optional<Script> asked) {
    enum Place {
        /** On a machine that such faults leave as it was. */
        SHARED,
        /** On a machine that nothing was done to before, nor is afterwards. */
        FRESH
    }

    static Fault of(String name, ErrorClass expected, Words words) {
        return new Fault(name, expected.name(), words, Place.SHARED, Optional.empty());
    }

    Fault onFreshMachine() {
        return new Fault(name, expected, words, Place.FRESH, asked);
    }

    Fault asking(Script script) {
        return new Fault(name, expected, words, place, Optional.of(script));
    }

    Fault failing(String... checks) {
        return new Fault(name, Ending.preflight(List.of(checks)).meaning(), words, place, asked);
    }
}
