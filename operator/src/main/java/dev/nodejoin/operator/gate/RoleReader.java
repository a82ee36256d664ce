package dev.nodejoin.operator.gate;

import dev.nodejoin.policy.gate.ClusterRoleBindingFacts;
import dev.nodejoin.policy.gate.ClusterRoleFacts;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what RBAC grants into facts. */
final class RoleReader {
    private RoleReader() {}

    static ClusterRoleFacts read(ClusterRole role) {
        return new ClusterRoleFacts(
                role.getMetadata().getName(),
                orEmpty(role.getRules()).stream().map(RoleReader::rule).toList());
    }

    private static ClusterRoleFacts.Rule rule(PolicyRule rule) {
        return new ClusterRoleFacts.Rule(
                orEmpty(rule.getApiGroups()),
                orEmpty(rule.getResources()),
                orEmpty(rule.getVerbs()),
                orEmpty(rule.getResourceNames()));
    }

    static ClusterRoleBindingFacts read(ClusterRoleBinding binding) {
        return new ClusterRoleBindingFacts(
                binding.getMetadata().getName(),
                binding.getRoleRef().getName(),
                orEmpty(binding.getSubjects()).stream().map(RoleReader::subject).toList());
    }

    private static ClusterRoleBindingFacts.Subject subject(Subject subject) {
        return new ClusterRoleBindingFacts.Subject(subject.getKind(), subject.getName());
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
