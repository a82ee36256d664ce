package dev.nodejoin.operator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nodejoin.api.v1alpha1.ConditionType;
import dev.nodejoin.operator.fixture.Specifications;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Attacks with a copy of a hand-off, carried out on a real control plane; each gains nothing. */
final class StolenHandOffIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration CACHES_OF_API_SERVERS = Duration.ofSeconds(20);

    private OperatorBed bed;
    private String node;

    @BeforeEach
    void setUp() {
        bed = OperatorBed.shared();
        node = bed.freshName();
    }

    @Test
    void a_thief_gets_no_certificate_for_another_name() {
        var thief = bed.ask(node).approve().takeHandOff();
        var csr = thief.request("somebody-else", WireNode.newKey());
        assertThat(thief.awaitDecision(csr)).startsWith("Denied").contains("somebody-else");
        assertThat(thief.csr(csr).getStatus().getCertificate()).isNull();
    }

    @Test
    void a_thief_gets_no_certificate_where_the_key_is_pinned_and_the_machine_still_joins() {
        var key = WireNode.newKey();
        var story = bed.ask(Specifications.pinned(node, key.publicKeyInfo().toPem()))
                .approve();
        var handOff = story.takeHandOff();
        var stolen = handOff.request(node, WireNode.newKey());
        assertThat(handOff.awaitDecision(stolen)).startsWith("Denied").contains("public key");
        assertThat(handOff.awaitDecision(handOff.request(node, key))).isEqualTo("Approved");
    }

    @Test
    void after_a_first_key_was_approved_no_other_is() {
        var story = bed.ask(node).approve();
        var handOff = story.takeHandOff();
        assertThat(handOff.awaitDecision(handOff.request(node, WireNode.newKey())))
                .isEqualTo("Approved");
        story.awaitMet(ConditionType.CERTIFICATE_ISSUED);
        var late = handOff.request(node, WireNode.newKey());
        await().during(Duration.ofSeconds(3))
                .atMost(PATIENCE)
                .until(() -> !handOff.decision(late).equals("Approved"));
        assertThat(handOff.csr(late).getStatus().getCertificate()).isNull();
    }

    @Test
    void after_the_node_has_registered_the_token_is_worth_nothing() {
        var story = bed.ask(node).approve();
        var handOff = story.takeHandOff();
        var key = WireNode.newKey();
        var certificate = handOff.awaitCertificate(handOff.request(node, key));
        handOff.register(handOff.asNode(certificate, key), node);
        story.awaitMet(ConditionType.READY);
        await("the token to be refused")
                .atMost(CACHES_OF_API_SERVERS)
                .untilAsserted(() -> assertThatThrownBy(() -> handOff.request(node, WireNode.newKey()))
                        .isInstanceOfSatisfying(
                                KubernetesClientException.class,
                                e -> assertThat(e.getCode()).isEqualTo(401)));
    }

    /** kube-controller-manager would approve ours at once; that it approves another group's shows that it is awake. */
    @Test
    void a_binding_that_auto_approves_everybody_approves_nothing_of_ours() {
        var handOff = bed.ask(node).approve().takeHandOff();
        var other = someoneElse();
        var binding = autoApproval();
        binding.create();
        bed.stopOperator();
        try {
            var ours = handOff.request(node, WireNode.newKey());
            var others = other.request(bed.freshName(), WireNode.newKey());
            assertThat(other.awaitDecision(others)).isEqualTo("Approved");
            await("nobody to approve")
                    .during(Duration.ofSeconds(3))
                    .atMost(PATIENCE)
                    .until(() -> handOff.decision(ours).isEmpty());
        } finally {
            binding.delete();
            bed.startOperatorAgain();
        }
    }

    private WireNode someoneElse() {
        bed.admin().resource(boundToGroup("others", "system:node-bootstrapper")).serverSideApply();
        return new WireNode(bed, bed.cluster().as("other", "others"));
    }

    private Resource<ClusterRoleBinding> autoApproval() {
        return bed.admin()
                .resource(boundToGroup(
                        "system:authenticated", "system:certificates.k8s.io:certificatesigningrequests:nodeclient"));
    }

    private ClusterRoleBinding boundToGroup(String group, String clusterRole) {
        return new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName("stolen-" + group.replace(':', '-') + "-" + node)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", clusterRole)
                .addNewSubject("rbac.authorization.k8s.io", "Group", group, null)
                .build();
    }

    @Test
    void the_name_of_an_existing_node_is_not_given_away() {
        bed.admin()
                .resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(node)
                        .endMetadata()
                        .build())
                .create();
        var story = bed.ask(node).approve();
        story.awaitUnmet(ConditionType.CREDENTIAL_ISSUED, "NodeExists");
        assertThat(story.status().token()).isNull();
        bed.admin().nodes().withName(node).delete();
        story.awaitMet(ConditionType.HANDED_OVER);
    }

    @Test
    void of_two_requests_for_one_name_only_one_gets_a_token() {
        var first = bed.ask(node).approve();
        first.awaitMet(ConditionType.HANDED_OVER);
        var second = bed.ask(node).approve();
        second.awaitUnmet(ConditionType.CREDENTIAL_ISSUED, "NameHeld");
        first.delete();
        second.awaitMet(ConditionType.HANDED_OVER);
    }
}
