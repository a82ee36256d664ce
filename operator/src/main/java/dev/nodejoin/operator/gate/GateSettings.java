package dev.nodejoin.operator.gate;

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What the gate's controller needs of the rest of the operator.
 *
 * @param namespaces where requests are served
 * @param operatorUser the operator's own name, which its requests of the inbox bear
 * @param nodes whether a Node of a name is there; empty as long as nobody can tell
 */
public record GateSettings(Set<String> namespaces, String operatorUser, Supplier<Optional<Predicate<String>>> nodes) {
    public GateSettings {
        namespaces = Set.copyOf(namespaces);
    }
}
