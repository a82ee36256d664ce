package dev.nodejoin.policy.gate;

import dev.nodejoin.policy.gate.ClusterRoleBindingFacts.Subject;
import dev.nodejoin.protocol.token.TokenId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds what would approve bootstrap tokens' requests automatically, by what is granted and not by what it is called.
 *
 * <p>kube-controller-manager's approver asks whether the requester may {@code create}
 * {@code certificatesigningrequests/nodeclient} in the whole cluster; a RoleBinding never gives that. The matching is that of
 * Kubernetes' RBAC authorizer. Other authorizers, such as webhooks, are not seen.
 */
public final class AutoApprovalRules {
    private static final String ALL = "*";
    private static final String VERB = "create";
    private static final String GROUP = "certificates.k8s.io";
    private static final List<String> RESOURCES = List.of(ALL, "*/nodeclient", "certificatesigningrequests/nodeclient");
    private static final String EVERYBODY_WITH_A_NAME = "system:authenticated";

    private AutoApprovalRules() {}

    /** In the order of the bindings' names. */
    public static List<AutoApproval> find(List<ClusterRoleFacts> roles, List<ClusterRoleBindingFacts> bindings) {
        var granting = roles.stream()
                .filter(role -> role.rules().stream().anyMatch(AutoApprovalRules::grants))
                .collect(Collectors.toMap(ClusterRoleFacts::name, Function.identity(), (one, other) -> one));
        return bindings.stream()
                .flatMap(binding -> approval(binding, granting).stream())
                .sorted(Comparator.comparing(AutoApproval::binding))
                .toList();
    }

    private static Optional<AutoApproval> approval(
            ClusterRoleBindingFacts binding, Map<String, ClusterRoleFacts> granting) {
        var tokens = binding.subjects().stream()
                .filter(AutoApprovalRules::isBootstrapToken)
                .toList();
        return tokens.isEmpty() || !granting.containsKey(binding.role())
                ? Optional.empty()
                : Optional.of(new AutoApproval(binding.name(), binding.role(), tokens));
    }

    /** A rule for single objects does not count: the approver asks about none. */
    private static boolean grants(ClusterRoleFacts.Rule rule) {
        return names(rule.verbs(), VERB)
                && names(rule.apiGroups(), GROUP)
                && rule.resources().stream().anyMatch(RESOURCES::contains)
                && rule.resourceNames().isEmpty();
    }

    private static boolean names(List<String> granted, String asked) {
        return granted.contains(ALL) || granted.contains(asked);
    }

    private static boolean isBootstrapToken(Subject subject) {
        return switch (subject.kind()) {
            case "User" -> TokenId.ofUserName(subject.name()).isPresent();
            case "Group" -> subject.name().equals(EVERYBODY_WITH_A_NAME) || isTokenGroup(subject.name());
            default -> false;
        };
    }

    private static boolean isTokenGroup(String group) {
        return group.equals(BootstrapRequest.GROUP) || group.startsWith(BootstrapRequest.GROUP + ":");
    }
}
