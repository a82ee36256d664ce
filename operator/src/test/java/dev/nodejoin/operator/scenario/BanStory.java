package dev.nodejoin.operator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nodejoin.api.v1alpha1.NodeJoinBan;
import dev.nodejoin.api.v1alpha1.NodeJoinBanSpec;
import dev.nodejoin.api.v1alpha1.NodeJoinBanStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** One ban, from writing to lifting, as an administrator. */
record BanStory(KubernetesClient admin, String name) {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    static BanStory ofNode(KubernetesClient admin, String node) {
        return written(admin, node, new NodeJoinBanSpec(node, null, null, "stolen"));
    }

    static BanStory ofNodeUntil(KubernetesClient admin, String node, Instant until) {
        return written(admin, node, new NodeJoinBanSpec(node, null, until.toString(), "stolen"));
    }

    static BanStory ofKey(KubernetesClient admin, String name, String key) {
        return written(admin, name, new NodeJoinBanSpec(null, key, null, "leaked"));
    }

    private static BanStory written(KubernetesClient admin, String name, NodeJoinBanSpec spec) {
        var ban = new NodeJoinBan();
        ban.setMetadata(new ObjectMetaBuilder().withName("ban-" + name).build());
        ban.setSpec(spec);
        admin.resource(ban).create();
        return new BanStory(admin, "ban-" + name);
    }

    private Resource<NodeJoinBan> resource() {
        return admin.resources(NodeJoinBan.class).withName(name);
    }

    void lift() {
        resource().delete();
    }

    NodeJoinBanStatus status() {
        return Objects.requireNonNullElse(resource().require().getStatus(), NodeJoinBanStatus.EMPTY);
    }

    BanStory awaitHits(String hits) {
        await("%s to hit %s".formatted(name, hits))
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(status().hits()).isEqualTo(hits));
        return this;
    }

    BanStory awaitInForce(String status) {
        await("InForce of %s to be %s".formatted(name, status))
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Objects.requireNonNullElse(status().conditions(), List.<Condition>of()))
                        .extracting(Condition::getStatus)
                        .containsExactly(status));
        return this;
    }

    BanStory awaitIndexed() {
        await(name + " to be in the index")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(labels()).containsEntry("nodejoin.dev/indexed", "true"));
        return this;
    }

    private @Nullable Map<String, String> labels() {
        return resource().require().getMetadata().getLabels();
    }

    /** Refused by one of the policies that a ban is for. */
    static void assertBanned(ThrowingCallable write) {
        org.assertj.core.api.Assertions.assertThatThrownBy(write)
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> {
                    assertThat(e.getCode()).isEqualTo(403);
                    assertThat(e.getMessage()).contains("ValidatingAdmissionPolicy 'nodejoin-ban");
                });
    }

    static void awaitBanned(ThrowingCallable write) {
        await("the ban to be in force").atMost(PATIENCE).untilAsserted(() -> assertBanned(write));
    }
}
