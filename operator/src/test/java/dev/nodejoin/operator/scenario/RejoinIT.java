package dev.nodejoin.operator.scenario;

import static dev.nodejoin.operator.fixture.Specifications.edited;
import static dev.nodejoin.operator.fixture.Specifications.forNode;
import static dev.nodejoin.operator.fixture.Specifications.pinned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nodejoin.api.v1alpha1.ConditionType;
import dev.nodejoin.api.v1alpha1.NodeJoinRequestSpec;
import dev.nodejoin.api.v1alpha1.TokenState;
import dev.nodejoin.operator.name.NameLeases;
import dev.nodejoin.protocol.pki.NodeKey;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Machines that come back, and others that would like their place, on a real control plane. */
final class RejoinIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration A_MINUTE = Duration.ofMinutes(1);
    private static final Duration ELEVEN_MINUTES = Duration.ofMinutes(11);
    private static final Taint EDGE = new Taint("NoSchedule", "example.com/edge", null, "true");
    private static final Taint UNINITIALIZED = new Taint("NoSchedule", "nodejoin.dev/uninitialized", null, null);

    private OperatorBed bed;
    private String node;
    private NodeKey key;

    @BeforeEach
    void setUp() {
        bed = OperatorBed.shared();
        node = bed.freshName();
        key = WireNode.newKey();
    }

    /** A policy allows the node of this test to be replaced. */
    private PolicyStory letsOthersIn() {
        var policy = PolicyStory.written(bed, "'bounds': {'rejoins': ['Never', 'SameKey', 'IfNotReady']}");
        node = policy.name() + "-1";
        return policy;
    }

    @Test
    void a_machine_that_was_wiped_joins_again_with_the_key_that_it_kept() {
        var story = bed.ask(edited(forNode(node), "{'rejoin': 'SameKey'}")).approve();
        join(story);
        var first = story.status().token().id();
        awaitRevoked(story);
        awaitRemembered();

        silent().since(A_MINUTE);
        story.awaitMet(ConditionType.HANDED_OVER);
        awaitToken(story, first);
        var machine = story.takeHandOff();
        var thief = machine.request(node, WireNode.newKey());
        assertThat(machine.awaitDecision(thief)).startsWith("Denied").contains("public key");
        machine.awaitCertificate(machine.request(node, key));
        silent().isBack();

        story.awaitMet(ConditionType.READY);
        awaitRevoked(story);
        assertThat(machine.csr(thief).getStatus().getCertificate()).isNull();
    }

    @Test
    void without_leave_a_silent_node_gets_nothing() {
        var story = bed.ask(pinned(node, key.publicKeyInfo().toPem())).approve();
        join(story);
        awaitRevoked(story);
        silent().since(ELEVEN_MINUTES);
        story.awaitUnmet(ConditionType.READY, "NodeNotReady");
        staysRevoked(story);
    }

    @Test
    void a_node_that_is_heard_of_is_not_taken_over_with_the_same_key_either() {
        var story = bed.ask(edited(forNode(node), "{'rejoin': 'SameKey'}")).approve();
        join(story);
        awaitRevoked(story);
        awaitRemembered();
        silent().since(A_MINUTE);
        story.awaitMet(ConditionType.HANDED_OVER);
        awaitLive(story);
        silent().isBack();
        awaitRevoked(story);
    }

    @Test
    void another_machine_takes_the_place_of_a_node_only_after_ten_minutes_of_silence() {
        try (var _ = letsOthersIn()) {
            var uid = existing();
            silent().withLeaseRenewed(Duration.ZERO);
            var story =
                    bed.ask(edited(forNode(node), "{'rejoin': 'IfNotReady'}")).approve();
            story.awaitUnmet(ConditionType.CREDENTIAL_ISSUED, "NodeExists");
            assertThat(story.status().approved().nodeUID()).isEqualTo(uid);
            silent().since(A_MINUTE);
            staysWithoutToken(story);
            silent().since(ELEVEN_MINUTES);
            staysWithoutToken(story);

            // Another time than before, or the Node would not change and nobody would look at it.
            silent().withLeaseRenewed(ELEVEN_MINUTES).since(ELEVEN_MINUTES.plus(A_MINUTE));
            story.awaitMet(ConditionType.HANDED_OVER);
            var machine = story.takeHandOff();
            machine.awaitCertificate(machine.request(node, key));
            assertThat(story.status().approved().nodeUID()).isNull();
            var late = machine.request(node, WireNode.newKey());
            silent().isBack();
            story.awaitMet(ConditionType.READY);
            awaitRevoked(story);
            assertThat(machine.csr(late).getStatus().getCertificate()).isNull();
        }
    }

    @Test
    void a_node_that_came_after_the_approval_is_not_replaced() {
        try (var _ = letsOthersIn()) {
            existing();
            silent().since(A_MINUTE);
            var story =
                    bed.ask(edited(forNode(node), "{'rejoin': 'IfNotReady'}")).approve();
            story.awaitUnmet(ConditionType.CREDENTIAL_ISSUED, "NodeExists");
            bed.stopOperator();
            bed.admin().nodes().withName(node).delete();
            existing();
            silent().since(ELEVEN_MINUTES);
            bed.startOperatorAgain();
            staysWithoutToken(story);
            story.awaitUnmet(ConditionType.CREDENTIAL_ISSUED, "NodeExists");
        }
    }

    @Test
    void a_request_that_is_created_again_adopts_its_node_and_mints_nothing() {
        var spec = edited(pinned(node, key.publicKeyInfo().toPem()), "{'node': {'labels': {'example.com/pool': 'a'}}}");
        var lost = bed.ask(spec).approve();
        join(lost);
        awaitRevoked(lost);
        awaitRemembered();
        var uid = nodeUid();
        lost.delete();

        var story = bed.ask(edited(spec, "{'node': {'labels': {'example.com/pool': 'b'}}}"));
        story.awaitKey();
        assertThat(story.status().node()).isNull();
        story.approve().awaitMet(ConditionType.READY);

        assertThat(story.condition(ConditionType.CREDENTIAL_ISSUED)
                        .orElseThrow()
                        .getReason())
                .isEqualTo("Adopted");
        assertThat(story.status().token()).isNull();
        assertThat(story.status().node().uid()).isEqualTo(uid);
        await("the label of the new request").atMost(PATIENCE).until(() -> "b".equals(label("example.com/pool")));
    }

    @Test
    void without_the_key_nobody_adopts_a_node() {
        var lost = bed.ask(pinned(node, key.publicKeyInfo().toPem())).approve();
        join(lost);
        awaitRevoked(lost);
        awaitRemembered();
        lost.delete();
        var unpinned = bed.ask(edited(forNode(node), "{'rejoin': 'SameKey'}")).approve();
        unpinned.awaitUnmet(ConditionType.CREDENTIAL_ISSUED, "NodeExists");
        var other = WireNode.newKey().publicKeyInfo().toPem();
        var wrong =
                bed.ask(edited(pinned(node, other), "{'rejoin': 'SameKey'}")).approve();
        wrong.awaitUnmet(ConditionType.CREDENTIAL_ISSUED, "NodeExists");
        silent().since(ELEVEN_MINUTES);
        staysWithoutToken(unpinned);
        staysWithoutToken(wrong);
    }

    @Test
    void a_node_that_registers_again_is_told_and_put_right() {
        var story = bed.ask(declaring("{'example.com/pool': 'edge'}")).approve();
        var kubelet = join(story);
        var before = nodeUid();

        var after = registerAgain(kubelet);

        assertThat(after).isNotEqualTo(before);
        await("what is declared").atMost(PATIENCE).untilAsserted(() -> {
            assertThat(label("example.com/pool")).isEqualTo("edge");
            assertThat(taints()).contains("example.com/edge").doesNotContain("nodejoin.dev/uninitialized");
        });
        story.awaitMet(ConditionType.READY);
        assertThat(story.status().node().uid()).isEqualTo(after);
        await("the event").atMost(PATIENCE).until(() -> isTold(story, "NodeReplaced", before, after));
    }

    @Test
    void labels_of_trust_are_given_to_it_again_only_by_a_person() {
        var trusted = "node-restriction.kubernetes.io/pci";
        var story = bed.ask(declaring("{'example.com/pool': 'edge', '%s': 'yes'}".formatted(trusted)))
                .approve();
        var kubelet = join(story);
        assertThat(label(trusted)).isEqualTo("yes");

        registerAgain(kubelet);

        story.awaitUnmet(ConditionType.NODE_REGISTERED, "NodeReplaced");
        await("what it could give itself").atMost(PATIENCE).untilAsserted(() -> {
            assertThat(label("example.com/pool")).isEqualTo("edge");
            assertThat(taints()).contains("example.com/edge", "nodejoin.dev/uninitialized");
        });
        assertThat(label(trusted)).isNull();
        story.change(spec -> edited(spec, "{'deadlineSeconds': 90000}"))
                .awaitUnmet(ConditionType.APPROVED, "SpecChanged");
        story.approve().awaitMet(ConditionType.READY);
        await("the label of trust").atMost(PATIENCE).until(() -> "yes".equals(label(trusted)));
        assertThat(taints()).doesNotContain("nodejoin.dev/uninitialized");
    }

    private NodeJoinRequestSpec declaring(String labels) {
        return edited(
                forNode(node),
                "{'node': {'labels': %s, 'taints': [{'key': 'example.com/edge', 'value': 'true', 'effect': 'NoSchedule'}]}}"
                        .formatted(labels));
    }

    private KubernetesClient join(JoinStory story) {
        var machine = story.takeHandOff();
        var certificate = machine.awaitCertificate(machine.request(node, key));
        var kubelet = machine.asNode(certificate, key);
        machine.register(kubelet, node, EDGE, UNINITIALIZED);
        story.awaitMet(ConditionType.READY);
        return kubelet;
    }

    /** A Node that came another way. */
    private String existing() {
        return bed.admin()
                .resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(node)
                        .endMetadata()
                        .build())
                .create()
                .getMetadata()
                .getUid();
    }

    /** The Node is deleted; its kubelet is started again and has its certificate still. */
    private String registerAgain(KubernetesClient kubelet) {
        bed.admin().nodes().withName(node).delete();
        kubelet.resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(node)
                        .endMetadata()
                        .withNewSpec()
                        .withTaints(UNINITIALIZED)
                        .endSpec()
                        .build())
                .create();
        await("its status").atMost(PATIENCE).ignoreExceptions().until(() -> silent().isBack() != null);
        return nodeUid();
    }

    private SilentNode silent() {
        return new SilentNode(bed.admin(), node);
    }

    private Node current() {
        return bed.admin().nodes().withName(node).require();
    }

    private String nodeUid() {
        return current().getMetadata().getUid();
    }

    private String label(String label) {
        var labels = current().getMetadata().getLabels();
        return labels == null ? null : labels.get(label);
    }

    private java.util.List<String> taints() {
        return current().getSpec().getTaints().stream().map(Taint::getKey).toList();
    }

    private boolean isTold(JoinStory story, String reason, String... words) {
        return bed.admin().v1().events().inNamespace(OperatorBed.NAMESPACE).list().getItems().stream()
                .filter(event -> event.getInvolvedObject().getName().equals(story.name()))
                .filter(event -> reason.equals(event.getReason()))
                .map(Event::getMessage)
                .anyMatch(message -> java.util.Arrays.stream(words).allMatch(message::contains));
    }

    private void awaitRemembered() {
        await("the key in the Lease of the name")
                .atMost(PATIENCE)
                .until(() -> bed.admin()
                        .leases()
                        .inNamespace("nodejoin-system")
                        .withName(NameLeases.leaseName(node))
                        .require()
                        .getMetadata()
                        .getAnnotations()
                        .containsKey("nodejoin.dev/node-uid"));
    }

    private static void awaitRevoked(JoinStory story) {
        await("the token to be revoked")
                .atMost(PATIENCE)
                .until(() -> story.status().token().state() == TokenState.REVOKED);
    }

    private static void awaitLive(JoinStory story) {
        await("a live token")
                .atMost(PATIENCE)
                .until(() -> story.status().token().state() == TokenState.LIVE);
    }

    private static void awaitToken(JoinStory story, String other) {
        await("another token")
                .atMost(PATIENCE)
                .until(() -> story.status().token().state() == TokenState.LIVE
                        && !story.status().token().id().equals(other));
    }

    private static void staysRevoked(JoinStory story) {
        await().during(Duration.ofSeconds(4))
                .atMost(PATIENCE)
                .until(() -> story.status().token().state() == TokenState.REVOKED);
    }

    private static void staysWithoutToken(JoinStory story) {
        await().during(Duration.ofSeconds(4))
                .atMost(PATIENCE)
                .until(() -> story.status().token() == null);
    }
}
