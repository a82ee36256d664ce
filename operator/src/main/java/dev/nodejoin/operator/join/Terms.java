package dev.nodejoin.operator.join;

import dev.nodejoin.api.v1alpha1.NodeJoinRequestSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an absent field means. Defaults live here and not in the schema, so that approved specifications never change. */
final class Terms {
    static final Duration DEFAULT_TOKEN_LIFETIME = Duration.ofHours(1);
    static final Duration DEFAULT_DEADLINE = Duration.ofDays(1);

    private Terms() {}

    static Duration tokenLifetime(NodeJoinRequestSpec spec) {
        var token = spec.token();
        if (token == null || token.ttlSeconds() == null) return DEFAULT_TOKEN_LIFETIME;
        return Duration.ofSeconds(token.ttlSeconds());
    }

    static Instant deadline(RequestFacts request) {
        var seconds = request.spec().deadlineSeconds();
        return request.createdAt().plus(seconds == null ? DEFAULT_DEADLINE : Duration.ofSeconds(seconds));
    }

    static @Nullable String pinnedKeyPem(NodeJoinRequestSpec spec) {
        var identity = spec.identity();
        return identity == null ? null : identity.publicKey();
    }

    static String nodeName(RequestFacts request) {
        return Objects.requireNonNullElse(request.spec().nodeName(), "");
    }
}
