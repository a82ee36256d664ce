package dev.nodejoin.operator.gate.plan;

import dev.nodejoin.api.v1alpha1.NodeJoinGateSpec;
import dev.nodejoin.api.v1alpha1.PublicClusterInfo;
import dev.nodejoin.api.v1alpha1.UnrequestedMode;
import dev.nodejoin.api.v1alpha1.UnrequestedSettings;
import java.time.Duration;
import java.util.Objects;

/** What an absent field means. */
record GateTerms(NodeJoinGateSpec spec) {
    private static final UnrequestedSettings NOTHING = new UnrequestedSettings(null, null, null, null);
    private static final String DEFAULT_NAMESPACE = "nodejoin";
    private static final int DEFAULT_MAX = 20;
    private static final long DEFAULT_TTL_SECONDS = 86_400;

    boolean hidesClusterInfo() {
        return spec.publicClusterInfo() == PublicClusterInfo.REMOVE;
    }

    UnrequestedMode mode() {
        return Objects.requireNonNullElse(unrequested().mode(), UnrequestedMode.IGNORE);
    }

    String namespace() {
        return Objects.requireNonNullElse(unrequested().namespace(), DEFAULT_NAMESPACE);
    }

    int max() {
        return Objects.requireNonNullElse(unrequested().max(), DEFAULT_MAX);
    }

    Duration timeToLive() {
        return Duration.ofSeconds(Objects.requireNonNullElse(unrequested().ttlSeconds(), DEFAULT_TTL_SECONDS));
    }

    private UnrequestedSettings unrequested() {
        return Objects.requireNonNullElse(spec.unrequested(), NOTHING);
    }
}
