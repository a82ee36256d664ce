package dev.nodejoin.policy.rule;

import dev.nodejoin.api.v1alpha1.KubeletBounds;
import dev.nodejoin.api.v1alpha1.NodeJoinPolicySpec;
import dev.nodejoin.api.v1alpha1.RequestBounds;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Bounds that are in force though nobody wrote them down. */
final class BuiltInBounds {
    static final String IF_NOT_READY = "IfNotReady";

    private static final List<String> CAREFUL_REJOINS = List.of("Never", "SameKey");
    private static final List<String> CAREFUL_DISCOVERIES = List.of("CABundle");
    private static final List<String> CAREFUL_ROLES = List.of("Worker");
    private static final RequestBounds NONE = new RequestBounds(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
    private static final KubeletBounds NO_KUBELET = new KubeletBounds(null, null, null, null, null, null);

    private BuiltInBounds() {}

    /**
     * For every request.
     *
     * @param ifNotReady a policy expressly allows to rejoin in the place of a Node that is not ready
     */
    static RequestBounds always(boolean ifNotReady) {
        return new RequestBounds(
                null,
                null,
                null,
                null,
                null,
                null,
                86_400L,
                2_592_000L,
                ifNotReady ? null : CAREFUL_REJOINS,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** For what a policy approves automatically: what it does not expressly allow, of all that is dangerous, it does not. */
    static RequestBounds automatic(NodeJoinPolicySpec policy) {
        var own = Objects.requireNonNullElse(policy.bounds(), NONE);
        return new RequestBounds(
                own.nodeNames(),
                orElse(own.roles(), orElse(governedRoles(policy), CAREFUL_ROLES)),
                own.identityRequired(),
                own.credentials(),
                own.handOffs(),
                orElse(own.discoveries(), CAREFUL_DISCOVERIES),
                own.maxTokenTtlSeconds(),
                own.maxDeadlineSeconds(),
                orElse(own.rejoins(), CAREFUL_REJOINS),
                orElse(own.labels(), List.of()),
                orElse(own.annotations(), List.of()),
                own.taints(),
                orElse(own.addresses(), List.of()),
                own.requestedByRequired(),
                own.requesters(),
                careful(Objects.requireNonNullElse(own.kubelet(), NO_KUBELET)));
    }

    /** Whatever could make a kubelet serve another. */
    private static KubeletBounds careful(KubeletBounds own) {
        return new KubeletBounds(
                orElse(own.extraArgs(), List.of()),
                orElse(own.patchedFields(), List.of()),
                orElse(own.skipPhases(), List.of()),
                orElse(own.ignorePreflightErrors(), List.of()),
                orElse(own.criSockets(), List.of()),
                own.imagePullPolicies());
    }

    private static @Nullable List<String> governedRoles(NodeJoinPolicySpec policy) {
        return policy.governs() == null ? null : policy.governs().roles();
    }

    private static <T> List<T> orElse(@Nullable List<T> own, List<T> careful) {
        return own == null ? careful : own;
    }
}
