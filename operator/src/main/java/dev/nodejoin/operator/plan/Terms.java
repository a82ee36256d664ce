package dev.nodejoin.operator.plan;

import dev.nodejoin.api.v1alpha1.DiscoveryKind;
import dev.nodejoin.api.v1alpha1.NodeJoinRequestSpec;
import dev.nodejoin.api.v1alpha1.RejoinKind;
import dev.nodejoin.policy.rule.RequestDefaults;
import dev.nodejoin.protocol.handoff.TrustSource;
import dev.nodejoin.protocol.token.TokenUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an absent field means. Defaults live here and not in the schema, so that approved specifications never change. */
final class Terms {
    static final Duration LONGEST_DEADLINE = Duration.ofDays(30);

    private Terms() {}

    static Duration tokenLifetime(NodeJoinRequestSpec spec) {
        var token = spec.token();
        if (token == null || token.ttlSeconds() == null) return RequestDefaults.TOKEN_LIFETIME;
        return Duration.ofSeconds(token.ttlSeconds());
    }

    /** There is one even for a specification that is out of bounds. */
    static Instant deadline(RequestFacts request) {
        var seconds = deadlineSeconds(request.spec());
        return request.createdAt().plusSeconds(Math.clamp(seconds, 0L, LONGEST_DEADLINE.toSeconds()));
    }

    static long deadlineSeconds(NodeJoinRequestSpec spec) {
        return Objects.requireNonNullElse(spec.deadlineSeconds(), RequestDefaults.DEADLINE.toSeconds());
    }

    static RejoinKind rejoin(NodeJoinRequestSpec spec) {
        return Objects.requireNonNullElse(spec.rejoin(), RejoinKind.NEVER);
    }

    static Optional<Duration> certificateLifetime(NodeJoinRequestSpec spec) {
        return Optional.ofNullable(spec.kubelet())
                .flatMap(kubelet -> Optional.ofNullable(kubelet.certificateLifetimeSeconds()))
                .map(Duration::ofSeconds);
    }

    static TrustSource trust(NodeJoinRequestSpec spec) {
        return spec.discovery() == DiscoveryKind.CLUSTER_INFO ? TrustSource.CLUSTER_INFO : TrustSource.CA_BUNDLE;
    }

    static boolean discoversByClusterInfo(NodeJoinRequestSpec spec) {
        return trust(spec) == TrustSource.CLUSTER_INFO;
    }

    static Set<TokenUsage> tokenUsages(NodeJoinRequestSpec spec) {
        return discoversByClusterInfo(spec)
                ? Set.of(TokenUsage.AUTHENTICATION, TokenUsage.SIGNING)
                : Set.of(TokenUsage.AUTHENTICATION);
    }

    static @Nullable String pinnedKeyPem(NodeJoinRequestSpec spec) {
        var identity = spec.identity();
        return identity == null ? null : identity.publicKey();
    }
}
