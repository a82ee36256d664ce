package dev.nodejoin.operator.scenario;

import static dev.nodejoin.operator.scenario.BanStory.assertBanned;
import static dev.nodejoin.operator.scenario.BanStory.awaitBanned;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nodejoin.api.v1alpha1.ConditionType;
import dev.nodejoin.api.v1alpha1.TokenState;
import dev.nodejoin.operator.fixture.Specifications;
import dev.nodejoin.protocol.pki.NodeKey;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequestBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is banned is put out and stays out, on a real control plane; lifted, they go on. */
final class BanIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private OperatorBed bed;
    private KubernetesClient admin;
    private String node;

    @BeforeEach
    void setUp() {
        bed = OperatorBed.shared();
        admin = bed.admin();
        node = bed.freshName();
    }

    @Test
    void a_stolen_key_and_certificate_are_worth_nothing_at_the_api_server() {
        var key = WireNode.newKey();
        var stolen = join(key);
        var ban = BanStory.ofNode(admin, node).awaitHits("Node and 1 request").awaitInForce("True");

        awaitBanned(() -> lease(stolen));
        assertNothingIsWritten(stolen, key);
        ban.awaitIndexed();
        assertNothingIsWritten(stolen, key);

        admin.nodes().withName(node).delete();
        assertBanned(() -> register(stolen));
        ban.lift();
        await("the node to write again").atMost(PATIENCE).ignoreExceptions().until(() -> {
            register(stolen);
            return true;
        });
    }

    private void assertNothingIsWritten(KubernetesClient stolen, NodeKey key) {
        assertBanned(() -> lease(stolen));
        assertBanned(() -> register(stolen));
        assertBanned(() -> stolen.nodes().withName(node).editStatus(found -> found));
        assertBanned(() -> renew(stolen, key));
        assertThat(stolen.nodes().withName(node).get()).as("reads remain").isNotNull();
    }

    @Test
    void it_acts_at_once_while_the_operator_is_down() {
        var key = WireNode.newKey();
        var stolen = join(key);
        bed.stopOperator();
        try {
            var ban = BanStory.ofNode(admin, node);
            awaitBanned(() -> lease(stolen));
            assertNothingIsWritten(stolen, key);
            ban.lift();
            await("the ban to be lifted").atMost(PATIENCE).ignoreExceptions().until(() -> {
                lease(stolen);
                return true;
            });
        } finally {
            bed.startOperatorAgain();
        }
    }

    @Test
    void a_ban_beats_an_approval_and_lifted_the_join_goes_on() {
        var story = bed.ask(node).approve();
        story.awaitMet(ConditionType.HANDED_OVER);
        var ban = BanStory.ofNode(admin, node);
        story.awaitUnmet(ConditionType.ACCEPTED, "Banned");
        await("the token to be revoked")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(story.status().token().state()).isEqualTo(TokenState.REVOKED));
        ban.awaitHits("1 request").lift();
        story.awaitMet(ConditionType.HANDED_OVER);
        var machine = story.takeHandOff();
        assertThat(machine.awaitDecision(machine.request(node, WireNode.newKey())))
                .isEqualTo("Approved");
    }

    @Test
    void a_pinned_key_is_banned_before_it_joins() {
        var key = WireNode.newKey().publicKeyInfo();
        var ban = BanStory.ofKey(admin, node, key.sha256());
        var story = bed.ask(Specifications.pinned(node, key.toPem()));
        story.awaitUnmet(ConditionType.ACCEPTED, "Banned");
        assertThat(story.status().approvalKey()).as("nothing to approve").isNull();
        ban.awaitHits("1 request").lift();
        story.approve().awaitMet(ConditionType.HANDED_OVER);
    }

    @Test
    void a_certificate_for_a_banned_key_is_denied_with_a_token_of_ours() {
        var machine = bed.ask(node).approve().takeHandOff();
        var key = WireNode.newKey();
        var ban = BanStory.ofKey(admin, node, key.publicKeyInfo().sha256()).awaitInForce("True");
        var request = machine.request(node, key);
        assertThat(machine.awaitDecision(request)).startsWith("Denied: Banned by NodeJoinBan " + ban.name());
        assertThat(machine.csr(request).getStatus().getConditions().getFirst().getReason())
                .isEqualTo("Banned");
        assertThat(machine.awaitDecision(machine.request(node, WireNode.newKey())))
                .isEqualTo("Approved");
        ban.lift();
    }

    /** Tokens of kubeadm are not ours to judge, but whoever is banned does not come in by them. */
    @Test
    void a_certificate_for_a_banned_name_is_denied_with_any_bootstrap_token() {
        admin.resource(new ClusterRoleBindingBuilder()
                        .withNewMetadata()
                        .withName("classic-tokens")
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "system:node-bootstrapper")
                        .addNewSubject("rbac.authorization.k8s.io", "Group", "system:bootstrappers:classic", null)
                        .build())
                .serverSideApply();
        var ban = BanStory.ofNode(admin, node).awaitInForce("True");
        var classic =
                bed.cluster().as("system:bootstrap:clssic", "system:bootstrappers", "system:bootstrappers:classic");
        var banned = await("the right to ask")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> ask(classic, node, WireNode.newKey()), name -> true);
        var odd = ask(
                classic,
                node,
                WireNode.newKey(),
                new ObjectMetaBuilder().withName(node + " ?#").build());
        var other = ask(classic, bed.freshName(), WireNode.newKey());
        await("the denial")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(decision(banned)).isEqualTo("Banned"));
        await("the denial of an odd name")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(decision(odd)).isEqualTo("Banned"));
        assertThat(decision(other)).isEmpty();
        ban.lift();
    }

    @Test
    void it_is_over_when_its_time_is_over() {
        var story = bed.ask(node).approve();
        story.awaitMet(ConditionType.HANDED_OVER);
        var ban = BanStory.ofNodeUntil(admin, node, Instant.now().plusSeconds(6));
        story.awaitUnmet(ConditionType.ACCEPTED, "Banned");
        ban.awaitInForce("False").awaitIndexed();
        story.awaitMet(ConditionType.ACCEPTED);
        story.awaitMet(ConditionType.HANDED_OVER);
        var key = WireNode.newKey();
        var machine = story.takeHandOff();
        var joined = machine.asNode(machine.awaitCertificate(machine.request(node, key)), key);
        machine.register(joined, node);
        story.awaitMet(ConditionType.READY);
    }

    private KubernetesClient join(NodeKey key) {
        var story = bed.ask(node).approve();
        var machine = story.takeHandOff();
        var joined = machine.asNode(machine.awaitCertificate(machine.request(node, key)), key);
        machine.register(joined, node);
        story.awaitMet(ConditionType.READY);
        return joined;
    }

    private void lease(KubernetesClient client) {
        client.resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withNamespace("kube-node-lease")
                        .withName(node)
                        .endMetadata()
                        .withNewSpec()
                        .withHolderIdentity(node)
                        .endSpec()
                        .build())
                .fieldManager("kubelet")
                .serverSideApply();
    }

    private void register(KubernetesClient client) {
        client.resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(node)
                        .endMetadata()
                        .build())
                .create();
    }

    private void renew(KubernetesClient client, NodeKey key) {
        ask(client, node, key);
    }

    private static String ask(KubernetesClient client, String node, NodeKey key) {
        return ask(
                client,
                node,
                key,
                new ObjectMetaBuilder().withGenerateName("csr-").build());
    }

    private static String ask(KubernetesClient client, String node, NodeKey key, ObjectMeta metadata) {
        var pem = key.certificateRequestPem(node);
        return client.resource(new CertificateSigningRequestBuilder()
                        .withMetadata(metadata)
                        .withNewSpec()
                        .withSignerName("kubernetes.io/kube-apiserver-client-kubelet")
                        .withUsages("digital signature", "client auth")
                        .withRequest(Base64.getEncoder().encodeToString(pem.getBytes(UTF_8)))
                        .endSpec()
                        .build())
                .create()
                .getMetadata()
                .getName();
    }

    private String decision(String csr) {
        var status = admin.certificates().v1().certificateSigningRequests().list().getItems().stream()
                .filter(request -> request.getMetadata().getName().equals(csr))
                .findFirst()
                .orElseThrow()
                .getStatus();
        if (status == null || status.getConditions().isEmpty()) return "";
        return status.getConditions().getFirst().getReason();
    }
}
