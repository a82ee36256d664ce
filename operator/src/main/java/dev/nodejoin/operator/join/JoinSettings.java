package dev.nodejoin.operator.join;

import java.util.Set;

/**
 * What the operator was told about itself.
 *
 * @param namespaces where requests are served
 * @param operatorNamespace where the operator keeps its Leases
 * @param claimant name of this process among all that ever ran
 */
public record JoinSettings(Set<String> namespaces, String operatorNamespace, String claimant) {
    public JoinSettings {
        namespaces = Set.copyOf(namespaces);
    }
}
