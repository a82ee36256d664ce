package dev.nodejoin.operator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nodejoin.api.v1alpha1.ConditionType;
import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import dev.nodejoin.policy.certificate.CertificateRules;
import dev.nodejoin.protocol.pki.CertificateRequests;
import dev.nodejoin.protocol.token.BootstrapToken;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Machines with classic tokens, as the inbox of a real cluster. */
final class InboxIT {
    private static final Duration QUIET = Duration.ofSeconds(6);

    private GateBed gate;
    private BootstrapToken token;
    private WireNode machine;
    private String node;

    @BeforeEach
    void close() {
        gate = GateBed.closed();
        gate.declare("{'unrequested': {'mode': 'Inbox', 'max': 100, 'ttlSeconds': 600}}");
        token = gate.classicToken();
        machine = new WireNode(gate.bed(), token);
        node = gate.bed().freshName();
    }

    @AfterEach
    void open() {
        if (gate == null) return;
        gate.bed().returnToThePresent();
        gate.declare("{}");
        gate.open();
        gate.bed().admin().certificates().v1().certificateSigningRequests().delete();
        gate.bed()
                .admin()
                .resources(NodeJoinRequest.class)
                .inNamespace(OperatorBed.NAMESPACE)
                .withLabel("nodejoin.dev/inbox")
                .delete();
    }

    @Test
    void a_machine_waits_in_the_inbox_until_it_is_approved_and_becomes_a_ready_node() {
        var key = WireNode.newKey();
        var csr = machine.request(node, key);
        var story = awaitEntry();
        var spec = story.request().getSpec();
        assertThat(spec.nodeName()).isEqualTo(node);
        assertThat(spec.identity().publicKey()).isEqualTo(key.publicKeyInfo().toPem());
        assertThat(spec.unrequested().requester()).isEqualTo("system:bootstrap:" + token.id());
        assertThat(spec.unrequested().certificateRequest().name()).isEqualTo(csr);
        assertThat(spec.unrequested().certificateRequest().uid())
                .isEqualTo(machine.csr(csr).getMetadata().getUid());
        story.awaitUnmet(ConditionType.APPROVED, "AwaitingApproval");
        assertThat(leases()).isEmpty();
        story.approve();
        assertThat(machine.awaitDecision(csr)).isEqualTo("Approved");
        assertThat(leases()).hasSize(1);
        machine.register(machine.asNode(machine.awaitCertificate(csr), key), node);
        story.awaitMet(ConditionType.READY);
        assertThat(story.status().token()).isNull();
        assertThat(story.status().handOff()).isNull();
    }

    @Test
    void a_kubelet_that_asks_again_is_approved_by_its_newest_request() {
        var key = WireNode.newKey();
        var first = machine.request(node, key);
        var story = awaitEntry();
        gate.bed()
                .admin()
                .certificates()
                .v1()
                .certificateSigningRequests()
                .withName(first)
                .delete();
        var second = machine.request(node, key);
        story.approve();
        assertThat(machine.awaitDecision(second)).isEqualTo("Approved");
    }

    @Test
    void a_join_survives_an_operator_that_is_restarted_between_approval_and_request() {
        var key = WireNode.newKey();
        var csr = machine.request(node, key);
        var story = awaitEntry();
        gate.bed().restartOperator();
        story.approve();
        assertThat(machine.awaitDecision(csr)).isEqualTo("Approved");
        assertThat(entries()).hasSize(1);
    }

    @Test
    void a_denied_machine_is_told_so_however_often_it_asks() {
        var key = WireNode.newKey();
        var first = machine.request(node, key);
        awaitEntry().deny();
        assertThat(machine.awaitDecision(first)).startsWith("Denied").contains("not today");
        assertThat(machine.awaitDecision(machine.request(node, key))).startsWith("Denied");
        assertThat(entries()).hasSize(1);
    }

    /** Approved is this key: another machine with the same token and name gains nothing. */
    @Test
    void another_key_with_the_same_token_and_name_gets_nothing() {
        var key = WireNode.newKey();
        machine.request(node, key);
        var story = awaitEntry();
        var thief = machine.request(node, WireNode.newKey());
        story.approve();
        story.awaitMet(ConditionType.CERTIFICATE_ISSUED);
        remainsUndecided(thief);
    }

    @Test
    void whoever_has_a_token_gets_three_places_and_no_more() {
        for (var number = 0; number < 6; number++) machine.request(node + "-" + number, WireNode.newKey());
        await("three places").atMost(GateBed.PATIENCE).until(() -> entries().size() == 3);
        await("no more")
                .during(QUIET)
                .atMost(GateBed.PATIENCE)
                .until(() -> entries().size() == 3);
        gate.awaitStatus("the others to be counted", status -> {
            assertThat(status.unrequested().notTaken()).isGreaterThanOrEqualTo(3);
            assertThat(status.unrequested().pendingRequests()).isGreaterThanOrEqualTo(6);
        });
    }

    @Test
    void what_is_malformed_or_wants_the_name_of_a_node_creates_nothing() {
        gate.bed().admin().resource(named(node)).create();
        machine.request(node, WireNode.newKey());
        machine.request(CertificateRequests.forNode("Not-A-Node").pemText(), CertificateRules.SIGNER);
        await("nothing")
                .during(QUIET)
                .atMost(GateBed.PATIENCE)
                .until(() -> entries().isEmpty());
        gate.awaitStatus(
                "both to be counted",
                status -> assertThat(status.unrequested().notTaken()).isGreaterThanOrEqualTo(2));
    }

    private static Node named(String name) {
        return new NodeBuilder().withNewMetadata().withName(name).endMetadata().build();
    }

    @Test
    void whom_nobody_decides_goes_in_time_and_who_was_denied_stays() {
        machine.request(node, WireNode.newKey());
        awaitEntry();
        machine.request(gate.bed().freshName(), WireNode.newKey());
        await("both").atMost(GateBed.PATIENCE).until(() -> entries().size() == 2);
        var denied =
                new JoinStory(gate.bed(), entries().getFirst().getMetadata().getName());
        denied.deny();
        gate.bed().admin().certificates().v1().certificateSigningRequests().delete();
        gate.bed().restartOperatorLater(Duration.ofMinutes(11));
        await("the undecided one to go")
                .atMost(GateBed.PATIENCE)
                .untilAsserted(() -> assertThat(entries())
                        .extracting(request -> request.getMetadata().getName())
                        .containsExactly(denied.name()));
    }

    private void remainsUndecided(String csr) {
        await("no decision")
                .during(Duration.ofSeconds(3))
                .atMost(GateBed.PATIENCE)
                .until(() -> machine.decision(csr).isEmpty());
    }

    private JoinStory awaitEntry() {
        await("a place in the inbox")
                .atMost(GateBed.PATIENCE)
                .until(() -> !entries().isEmpty());
        return new JoinStory(gate.bed(), entries().getFirst().getMetadata().getName());
    }

    /** Those of this test's token. */
    private List<NodeJoinRequest> entries() {
        return gate
                .bed()
                .admin()
                .resources(NodeJoinRequest.class)
                .inNamespace(OperatorBed.NAMESPACE)
                .withLabel("nodejoin.dev/inbox")
                .list()
                .getItems()
                .stream()
                .filter(request -> request.getSpec()
                        .unrequested()
                        .tokenID()
                        .equals(token.id().value()))
                .toList();
    }

    private List<Lease> leases() {
        return gate.bed().admin().leases().inNamespace("nodejoin-system").list().getItems().stream()
                .filter(lease ->
                        node.equals(lease.getMetadata().getAnnotations().get("nodejoin.dev/node-name")))
                .toList();
    }
}
