package dev.nodejoin.operator.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import dev.nodejoin.operator.fixture.Specifications;
import dev.nodejoin.operator.handoff.ClusterAccess;
import dev.nodejoin.operator.handoff.PublishedClusterInfo;
import dev.nodejoin.operator.plan.Effect;
import dev.nodejoin.operator.plan.OwnAttempt;
import dev.nodejoin.operator.token.Attempts;
import dev.nodejoin.protocol.token.TokenId;
import dev.nodejoin.protocol.token.TokenUsage;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is known of a token's Secret when no API server was asked to create it, or none has answered. */
class TokenActuatorTest {
    private static final TokenId ID = new TokenId("abcdef");
    private static final Set<TokenUsage> SIGNING = EnumSet.allOf(TokenUsage.class);
    private static final Set<TokenUsage> PLAIN = EnumSet.of(TokenUsage.AUTHENTICATION);

    private final Attempts attempts = new Attempts();
    private final KubernetesClient nobody = new KubernetesClientBuilder()
            .withConfig(new ConfigBuilder(Config.empty())
                    .withMasterUrl("https://127.0.0.1:1")
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .build();
    private final TokenActuator actuator = new TokenActuator(
            nobody,
            attempts,
            () -> new ClusterAccess("https://api.example:6443", ""),
            PublishedClusterInfo.Missing::new,
            new Random(1));

    @AfterEach
    void close() {
        nobody.close();
    }

    @Test
    void without_a_usable_cluster_info_no_secret_is_created_and_none_is_to_be_buried() {
        actuator.mint(request(), mint(SIGNING));

        assertFailed("ClusterInfoMissing");
        assertThat(attempt().buried()).isTrue();
    }

    @Test
    void a_secret_that_may_have_been_created_is_to_be_buried() {
        assertThatThrownBy(() -> actuator.mint(request(), mint(PLAIN))).isInstanceOf(KubernetesClientException.class);
        actuator.mint(request(), mint(SIGNING));

        assertFailed("ClusterInfoMissing");
        assertThat(attempt().buried()).isFalse();
    }

    private void assertFailed(String reason) {
        assertThat(attempt().own())
                .isInstanceOfSatisfying(
                        OwnAttempt.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo(reason));
    }

    private Attempts.Attempt attempt() {
        return attempts.find("5e0c2f5c", ID.value());
    }

    private static Effect.Mint mint(Set<TokenUsage> usages) {
        return new Effect.Mint(ID, 1, Instant.parse("2026-03-01T09:30:00Z"), usages);
    }

    private static NodeJoinRequest request() {
        var request = new NodeJoinRequest();
        request.setMetadata(new ObjectMetaBuilder()
                .withNamespace("nodes")
                .withName("worker-1")
                .withUid("5e0c2f5c")
                .build());
        request.setSpec(Specifications.WORKER_1);
        return request;
    }
}
