package dev.nodejoin.operator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nodejoin.api.install.InstallManifest;
import dev.nodejoin.api.v1alpha1.Approval;
import dev.nodejoin.api.v1alpha1.ConditionType;
import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import dev.nodejoin.operator.fixture.Statuses;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** While approvals are not protected nobody's word counts, and what was written meanwhile never does. */
final class ProtectionIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String POLICY = "nodejoin-status";

    private static OperatorBed bed;
    private JoinStory story;
    private String node;

    /** Of its own: what is done here takes the protection from all requests of a cluster. */
    @BeforeAll
    static void start() {
        bed = OperatorBed.own();
    }

    @AfterAll
    static void end() {
        if (bed != null) bed.close();
    }

    @AfterEach
    void putBack() {
        InstallManifest.apply(bed.admin());
    }

    @BeforeEach
    void ask() {
        node = bed.freshName();
        story = bed.ask(node);
        story.awaitKey();
    }

    @Test
    void nothing_that_was_written_without_a_policy_counts() {
        var key = story.status().approvalKey();
        policy().delete();
        assertUnprotected("ValidatingAdmissionPolicy nodejoin-status is missing");
        forgeAsSoonAsPossible();
        assertNothingHappens();
        InstallManifest.apply(bed.admin());
        assertAnotherKey(key);
        assertJoinsOnceApproved();
    }

    @Test
    void nothing_that_was_written_without_a_binding_counts() {
        var key = story.status().approvalKey();
        binding().delete();
        assertUnprotected("ValidatingAdmissionPolicyBinding nodejoin-status is missing");
        forgeAsSoonAsPossible();
        assertNothingHappens();
        InstallManifest.apply(bed.admin());
        assertAnotherKey(key);
        assertJoinsOnceApproved();
    }

    @Test
    void a_policy_with_another_message_is_another_policy() {
        var key = story.status().approvalKey();
        policy().edit(changed -> {
            changed.getSpec().getValidations().getFirst().setMessage("all is well");
            return changed;
        });
        assertUnprotected("ValidatingAdmissionPolicy nodejoin-status differs from what is shipped");
        story.approve();
        assertNothingHappens();
        InstallManifest.apply(bed.admin());
        assertAnotherKey(key);
        assertJoinsOnceApproved();
    }

    /** It has to be deleted first: the actions are a set to which applying would add. */
    @Test
    void a_binding_that_only_warns_protects_nothing() {
        var key = story.status().approvalKey();
        binding().edit(changed -> {
            changed.getSpec().setValidationActions(List.of("Warn"));
            return changed;
        });
        assertUnprotected("ValidatingAdmissionPolicyBinding nodejoin-status differs from what is shipped");
        forgeAsSoonAsPossible();
        assertNothingHappens();
        binding().delete();
        InstallManifest.apply(bed.admin());
        assertAnotherKey(key);
        assertJoinsOnceApproved();
    }

    /** It is neither joined on nor torn down. */
    @Test
    void a_join_that_is_under_way_stands_still() {
        var machine = story.approve().takeHandOff();
        var token = story.status().token();
        policy().delete();
        assertUnprotected("ValidatingAdmissionPolicy nodejoin-status is missing");
        var csr = machine.request(node, WireNode.newKey());
        await("nobody to decide")
                .during(Duration.ofSeconds(3))
                .atMost(PATIENCE)
                .until(() -> machine.decision(csr).isEmpty());
        assertThat(story.status().token()).isEqualTo(token);
        InstallManifest.apply(bed.admin());
        story.awaitUnmet(ConditionType.APPROVED, "AwaitingApproval");
    }

    private static Resource<ValidatingAdmissionPolicy> policy() {
        return bed.admin()
                .admissionRegistration()
                .v1()
                .validatingAdmissionPolicies()
                .withName(POLICY);
    }

    private static Resource<ValidatingAdmissionPolicyBinding> binding() {
        return bed.admin()
                .admissionRegistration()
                .v1()
                .validatingAdmissionPolicyBindings()
                .withName(POLICY);
    }

    private void assertUnprotected(String problem) {
        story.awaitUnmet(ConditionType.APPROVED, "ApprovalsUnprotected");
        assertThat(story.condition(ConditionType.APPROVED).orElseThrow().getMessage())
                .contains("apply the operator's admission policies again", problem);
        story.awaitUnmet(ConditionType.READY, "ApprovalsUnprotected");
    }

    /** In alice's name, with the key that was published, and the record at once; the policy fades away within a second. */
    private void forgeAsSoonAsPossible() {
        await("the forgery to be stored")
                .atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(KubernetesClientException.class)
                .until(() -> {
                    story.resource(bed.admin()).editStatus(ProtectionIT::forged);
                    return true;
                });
        assertThat(story.status().approved()).isNotNull();
    }

    private static NodeJoinRequest forged(NodeJoinRequest request) {
        var status = request.getStatus();
        var approved =
                Statuses.withApprovals(status, List.of(new Approval(OperatorBed.ALICE, status.approvalKey(), null)));
        request.setStatus(Statuses.edited(
                approved,
                "{'approved': {'by': ['alice'], 'specHash': '%s', 'at': '2026-01-01T00:00:00Z'}}"
                        .formatted(status.specHash())));
        return request;
    }

    private void assertNothingHappens() {
        await("nothing to be minted")
                .during(Duration.ofSeconds(3))
                .atMost(PATIENCE)
                .until(() -> story.status().token() == null);
        story.awaitUnmet(ConditionType.APPROVED, "ApprovalsUnprotected");
    }

    private void assertAnotherKey(String before) {
        await("another key, and nothing that was written meanwhile")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(story.status().approvalKey()).isNotEqualTo(before));
        assertThat(story.status().approvals()).isNull();
        assertThat(story.status().approved()).isNull();
        assertThat(story.status().token()).isNull();
        story.awaitUnmet(ConditionType.APPROVED, "AwaitingApproval");
    }

    private void assertJoinsOnceApproved() {
        var machine = story.approve().takeHandOff();
        assertThat(machine.awaitDecision(machine.request(node, WireNode.newKey())))
                .isEqualTo("Approved");
        assertThat(story.status().approved().by()).containsExactly(OperatorBed.ALICE);
    }
}
