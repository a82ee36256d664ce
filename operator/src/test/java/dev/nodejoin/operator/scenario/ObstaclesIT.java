package dev.nodejoin.operator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nodejoin.api.v1alpha1.ConditionType;
import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import dev.nodejoin.operator.fixture.Specifications;
import dev.nodejoin.operator.handoff.HandOffSecrets;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What stands in the way of a join is said in its conditions and events, in the words of docs/architecture.md. */
final class ObstaclesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private OperatorBed bed;
    private String node;

    @BeforeEach
    void setUp() {
        bed = OperatorBed.shared();
        node = bed.freshName();
    }

    @Test
    void a_namespace_that_is_not_served_is_named() {
        var request = requestIn("default");
        request.create();
        try {
            await("a refusal").atMost(PATIENCE).untilAsserted(() -> {
                assertThat(condition(request.require(), "Accepted")).hasValueSatisfying(condition -> {
                    assertThat(condition.getStatus()).isEqualTo("False");
                    assertThat(condition.getReason()).isEqualTo("NamespaceNotServed");
                    assertThat(condition.getMessage()).contains("namespace default", "namespaces");
                });
                assertThat(condition(request.require(), "Ready"))
                        .hasValueSatisfying(
                                condition -> assertThat(condition.getReason()).isEqualTo("NamespaceNotServed"));
            });
            assertThat(request.require().getStatus().approvalKey()).isNull();
        } finally {
            request.delete();
        }
    }

    private Resource<NodeJoinRequest> requestIn(String namespace) {
        var request = new NodeJoinRequest();
        request.setMetadata(
                new ObjectMetaBuilder().withNamespace(namespace).withName(node).build());
        request.setSpec(Specifications.forNode(node));
        return bed.admin().resource(request);
    }

    private static Optional<Condition> condition(NodeJoinRequest request, String type) {
        return Optional.ofNullable(request.getStatus()).stream()
                .flatMap(status -> status.conditions().stream())
                .filter(condition -> type.equals(condition.getType()))
                .findFirst();
    }

    /** Three of them, so that the pause before the fourth attempt is long enough to be seen. */
    @Test
    void a_secret_in_the_place_of_the_hand_off_is_left_alone_and_another_name_is_taken() {
        var story = bed.ask(node);
        var uid = story.request().getMetadata().getUid();
        for (var attempt = 1; attempt <= 3; attempt++) squat(HandOffSecrets.name(uid, attempt));
        story.approve().awaitUnmet(ConditionType.HANDED_OVER, "HandOffConflict");
        assertThat(story.condition(ConditionType.HANDED_OVER).orElseThrow().getMessage())
                .contains("A Secret named hand-off-", "is left alone");
        story.awaitMet(ConditionType.HANDED_OVER);
        assertThat(story.status().handOff().name()).isEqualTo(HandOffSecrets.name(uid, 4));
        for (var attempt = 1; attempt <= 3; attempt++) {
            assertThat(secret(HandOffSecrets.name(uid, attempt)).require().getData())
                    .containsExactly(Map.entry("mine", "eQ=="));
        }
        assertThat(event(story, "HandOffConflict").getNote()).contains("is left alone");
    }

    private void squat(String name) {
        bed.admin()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(OperatorBed.NAMESPACE)
                        .withName(name)
                        .endMetadata()
                        .addToData("mine", "eQ==")
                        .build())
                .create();
    }

    private Resource<Secret> secret(String name) {
        return bed.admin().secrets().inNamespace(OperatorBed.NAMESPACE).withName(name);
    }

    @Test
    void a_token_with_more_than_twenty_requests_is_revoked_and_replaced() {
        var story = bed.ask(node).approve();
        var machine = story.takeHandOff();
        var misused = story.status().token().id();
        for (var made = 0; made <= 20; made++) machine.request("somebody-else", WireNode.newKey());
        await("another token")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(story.status().token().id()).isNotEqualTo(misused));
        assertThat(event(story, "TooManyRequests").getNote())
                .isEqualTo("More than 20 certificate signing requests were made with one token");
        assertThat(story.status().token().attempt()).isEqualTo(2);
        await("the first token to be refused")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThatThrownBy(() -> machine.request(node, WireNode.newKey()))
                        .isInstanceOfSatisfying(
                                KubernetesClientException.class,
                                e -> assertThat(e.getCode()).isEqualTo(401)));
        var replaced = story.takeHandOff();
        assertThat(replaced.awaitDecision(replaced.request(node, WireNode.newKey())))
                .isEqualTo("Approved");
    }

    @Test
    void another_key_than_the_pinned_one_is_told_apart_from_other_refusals() {
        var pinned = WireNode.newKey();
        var story = bed.ask(Specifications.pinned(node, pinned.publicKeyInfo().toPem()))
                .approve();
        var machine = story.takeHandOff();
        var csr = machine.request(node, WireNode.newKey());
        story.awaitUnmet(ConditionType.CERTIFICATE_ISSUED, "KeyMismatch");
        assertThat(story.condition(ConditionType.CERTIFICATE_ISSUED)
                        .orElseThrow()
                        .getMessage())
                .contains(csr, "public key");
        assertThat(event(story, "KeyMismatch").getNote()).contains(csr);
        assertThat(machine.awaitDecision(csr)).startsWith("Denied");
    }

    private Event event(JoinStory story, String reason) {
        return await("an event " + reason)
                .atMost(PATIENCE)
                .until(
                        () ->
                                bed
                                        .admin()
                                        .events()
                                        .v1()
                                        .events()
                                        .inNamespace(OperatorBed.NAMESPACE)
                                        .list()
                                        .getItems()
                                        .stream()
                                        .filter(event -> story.name()
                                                .equals(event.getRegarding().getName()))
                                        .filter(event -> reason.equals(event.getReason()))
                                        .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }
}
