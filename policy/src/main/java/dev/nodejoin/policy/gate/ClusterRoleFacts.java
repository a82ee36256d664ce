package dev.nodejoin.policy.gate;

import java.util.List;

/** A ClusterRole as the authorizer reads it. */
public record ClusterRoleFacts(String name, List<Rule> rules) {
    public ClusterRoleFacts {
        rules = List.copyOf(rules);
    }

    /** What is granted: each verb on each resource of each group; of those objects alone, where names are given. */
    public record Rule(List<String> apiGroups, List<String> resources, List<String> verbs, List<String> resourceNames) {
        public Rule {
            apiGroups = List.copyOf(apiGroups);
            resources = List.copyOf(resources);
            verbs = List.copyOf(verbs);
            resourceNames = List.copyOf(resourceNames);
        }
    }
}
