package dev.nodejoin.operator.policy;

import dev.nodejoin.api.v1alpha1.NodeJoinPolicy;
import dev.nodejoin.api.v1alpha1.NodeJoinPolicySpec;
import dev.nodejoin.policy.rule.Policies;
import dev.nodejoin.policy.rule.Policy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Compiles each version of a policy once. */
public final class PolicyLibrary {
    private static final NodeJoinPolicySpec SILENT = new NodeJoinPolicySpec(null, null, null, null, null, null);

    private Map<Version, Policy> known = Map.of();
    private Policies all = Policies.NONE;

    private record Version(String name, String uid, long generation) {
        static Version of(NodeJoinPolicy policy) {
            var metadata = policy.getMetadata();
            return new Version(metadata.getName(), metadata.getUid(), metadata.getGeneration());
        }
    }

    /** All that there are, as one. */
    public synchronized Policies readAll(List<NodeJoinPolicy> policies) {
        var wanted = new HashMap<Version, Policy>();
        for (var policy : policies) wanted.put(Version.of(policy), read(policy));
        if (wanted.keySet().equals(known.keySet())) return all;
        known = Map.copyOf(wanted);
        all = Policies.of(known.values());
        return all;
    }

    public synchronized Policy read(NodeJoinPolicy policy) {
        var compiled = known.get(Version.of(policy));
        return compiled != null ? compiled : compile(policy);
    }

    private static Policy compile(NodeJoinPolicy policy) {
        return Policy.of(policy.getMetadata().getName(), Objects.requireNonNullElse(policy.getSpec(), SILENT));
    }
}
