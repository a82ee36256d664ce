package dev.nodejoin.policy.gate;

import java.util.List;

/** A ClusterRoleBinding as the authorizer reads it. */
public record ClusterRoleBindingFacts(String name, String role, List<Subject> subjects) {
    public ClusterRoleBindingFacts {
        subjects = List.copyOf(subjects);
    }

    /**
     * To whom a role is given.
     *
     * @param kind {@code User}, {@code Group} or {@code ServiceAccount}
     */
    public record Subject(String kind, String name) {
        boolean isGroup(String group) {
            return kind.equals("Group") && name.equals(group);
        }

        boolean isUser(String user) {
            return kind.equals("User") && name.equals(user);
        }
    }
}
