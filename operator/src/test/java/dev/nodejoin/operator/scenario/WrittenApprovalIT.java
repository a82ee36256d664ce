package dev.nodejoin.operator.scenario;

import static dev.nodejoin.api.v1alpha1.ApprovalConditionType.MATCHED;
import static dev.nodejoin.api.v1alpha1.ApprovalConditionType.SPENT;
import static dev.nodejoin.api.v1alpha1.ApprovalConditionType.VOID;
import static dev.nodejoin.operator.fixture.Specifications.edited;
import static dev.nodejoin.operator.fixture.Specifications.forNode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nodejoin.api.install.InstallManifest;
import dev.nodejoin.api.v1alpha1.ConditionType;
import dev.nodejoin.api.v1alpha1.NodeJoinRequestSpec;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Approvals as files, with the operator running. */
final class WrittenApprovalIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration A_WHILE = Duration.ofSeconds(3);
    private static final String TWO = "{'approvers': 2}";

    private OperatorBed bed;
    private NodeJoinRequestSpec spec;

    @BeforeEach
    void setUp() {
        bed = OperatorBed.shared();
        for (var approver : new String[] {"bob", "olivia"}) bed.bind(approver, "nodejoin-approver-worker");
        bed.bind("olivia", "nodejoin-requester");
        spec = forNode(bed.freshName());
        awaitSettledProtection();
    }

    /** What is written before is void; creation times are whole seconds. */
    private void awaitSettledProtection() {
        bed.ask(bed.freshName()).awaitKey();
        var published = Instant.now().getEpochSecond();
        await().until(() -> Instant.now().getEpochSecond() > published);
    }

    @AfterEach
    void nowIsNow() {
        bed.returnToThePresent();
    }

    @Test
    void one_that_waits_approves_the_request_when_it_comes() {
        var approval = WrittenDown.by(bed, OperatorBed.ALICE, name(), spec)
                .awaitCondition(MATCHED, "False NoRequest")
                .awaitCondition(VOID, "False Genuine");

        var story = ask().awaitMet(ConditionType.APPROVED);

        assertThat(story.status().approved().by()).containsExactly(OperatorBed.ALICE);
        assertThat(approval.awaitCondition(SPENT, "True Spent").spentOn()).contains(uid(story));
    }

    @Test
    void one_that_comes_later_approves_the_request_that_waits() {
        var story = ask().awaitUnmet(ConditionType.APPROVED, "AwaitingApproval");

        WrittenDown.byHash(bed, OperatorBed.ALICE, story.name(), spec);

        story.awaitMet(ConditionType.APPROVED);
    }

    @Test
    void another_specification_is_not_approved_until_it_is_asked_for() {
        var approval = WrittenDown.by(bed, OperatorBed.ALICE, name(), edited(spec, "{'deadlineSeconds': 7200}"));

        var story = ask();

        approval.awaitCondition(MATCHED, "False OtherSpecification").awaitCondition(SPENT, "False Unspent");
        assertStaysUnapproved(story, "AwaitingApproval");
        story.change(is -> edited(is, "{'deadlineSeconds': 7200}"));
        story.awaitMet(ConditionType.APPROVED);
    }

    @Test
    void another_node_is_not_approved() {
        var approval = WrittenDown.by(bed, OperatorBed.ALICE, name(), forNode(bed.freshName()));

        var story = ask();

        approval.awaitCondition(MATCHED, "False OtherNode");
        assertStaysUnapproved(story, "AwaitingApproval");
    }

    @Test
    void a_request_that_was_created_again_is_not_approved_by_what_is_spent() {
        var approval = WrittenDown.by(bed, OperatorBed.ALICE, name(), spec);
        var first = ask().awaitMet(ConditionType.APPROVED);
        var firstUid = uid(first);
        first.delete();

        var second = ask();

        assertStaysUnapproved(second, "AwaitingApproval");
        assertThat(approval.spentOn()).contains(firstUid).isNotEqualTo(Optional.of(uid(second)));
        WrittenDown.by(bed, OperatorBed.ALICE, name(), spec);
        second.awaitMet(ConditionType.APPROVED);
    }

    @Test
    void a_denial_is_not_washed_away_by_it() {
        var story = ask();
        story.deny();
        story.awaitUnmet(ConditionType.APPROVED, "Denied");

        WrittenDown.by(bed, "bob", story.name(), spec).awaitCondition(SPENT, "True Spent");

        assertStaysUnapproved(story, "Denied");
        assertThat(story.status().denials()).hasSize(1);
    }

    @Test
    void two_people_are_two_however_they_say_it() {
        spec = edited(spec, "{'requestedBy': 'olivia'}");
        bed.demand(spec.nodeName(), TWO);
        var story = bed.ask(bed.cluster().as("olivia"), name(), spec).approve();
        WrittenDown.by(bed, OperatorBed.ALICE, story.name(), spec).awaitCondition(SPENT, "True Spent");
        WrittenDown.by(bed, "olivia", story.name(), spec).awaitCondition(SPENT, "True Spent");

        assertStaysUnapproved(story, "AwaitingApproval");
        assertThat(message(story)).contains("Waits for 1 more approval, alice approved, olivia asked for the Node");

        WrittenDown.by(bed, "bob", story.name(), spec);
        story.awaitMet(ConditionType.APPROVED);
        assertThat(story.status().approved().by()).containsExactlyInAnyOrder(OperatorBed.ALICE, "bob");
    }

    @Test
    void of_two_people_none_counts_while_nobody_says_who_asks() {
        bed.demand(spec.nodeName(), TWO);
        var story = ask().awaitUnmet(ConditionType.APPROVED, "RequesterUnknown");
        WrittenDown.by(bed, OperatorBed.ALICE, story.name(), spec).awaitCondition(SPENT, "True Spent");
        WrittenDown.by(bed, "bob", story.name(), spec).awaitCondition(SPENT, "True Spent");

        assertStaysUnapproved(story, "RequesterUnknown");
    }

    @Test
    void one_that_expired_approves_nothing() {
        var approval = WrittenDown.until(bed, OperatorBed.ALICE, name(), spec, "2026-01-01T00:00:00Z");

        var story = ask();

        approval.awaitCondition(VOID, "True Expired").awaitCondition(SPENT, "False Unspent");
        assertStaysUnapproved(story, "AwaitingApproval");
    }

    @Test
    void an_approval_that_expired_unused_is_not_made_again_of_what_is_spent() {
        bed.demand(spec.nodeName(), "{'expiresAfterSeconds': 3600}");
        var story = ask();
        WrittenDown.by(bed, OperatorBed.ALICE, story.name(), spec);
        story.awaitMet(ConditionType.HANDED_OVER);

        bed.restartOperatorLater(Duration.ofHours(2));

        story.awaitUnmet(ConditionType.APPROVED, "AwaitingApproval");
        assertThat(message(story)).startsWith("The approval expired at");
        assertStaysUnapproved(story, "AwaitingApproval");
        story.approveAs(bed.cluster().as("bob"), "bob").awaitMet(ConditionType.APPROVED);
        assertThat(story.status().approved().by()).containsExactly("bob");
    }

    @Test
    void policies_approve_by_themselves() {
        bed.demand(spec.nodeName(), "{'mode': 'Automatic'}");

        var story = ask().awaitMet(ConditionType.HANDED_OVER);

        assertThat(story.status().approved().by()).isEmpty();
        assertThat(message(story)).startsWith("Approved automatically by policies");
    }

    /** While an admission policy was away, anybody may have written it in anybody's name. */
    @Test
    void one_that_is_older_than_the_protection_is_void() {
        var approval = WrittenDown.by(bed, OperatorBed.ALICE, name(), spec).awaitCondition(VOID, "False Genuine");

        protectAnew();
        var story = ask();
        story.awaitKey();

        approval.awaitCondition(VOID, "True OlderThanProtection").awaitCondition(SPENT, "False Unspent");
        assertStaysUnapproved(story, "AwaitingApproval");
        WrittenDown.by(bed, "bob", name(), spec);
        story.awaitMet(ConditionType.APPROVED);
        assertThat(story.status().approved().by()).containsExactly("bob");
    }

    /** A policy that was edited and edited back says nothing of when that was. */
    @Test
    void one_that_was_written_before_the_operator_saw_an_edited_policy_is_void_and_a_later_one_outlives_a_restart() {
        var early = WrittenDown.by(bed, OperatorBed.ALICE, name(), spec).awaitCondition(VOID, "False Genuine");
        try {
            editAndEditBack();
            awaitSettledProtection();
            early.awaitCondition(VOID, "True OlderThanProtection");
            var later = WrittenDown.by(bed, "bob", name(), spec).awaitCondition(VOID, "False Genuine");

            bed.restartOperator();
            var story = ask();

            story.awaitMet(ConditionType.APPROVED);
            assertThat(story.status().approved().by()).containsExactly("bob");
            later.awaitCondition(SPENT, "True Spent");
        } finally {
            protectAnew();
        }
    }

    private void protectAnew() {
        policy().delete();
        await("the policy to be gone").atMost(PATIENCE).until(() -> policy().get() == null);
        InstallManifest.apply(bed.admin());
    }

    private void editAndEditBack() {
        var shipped = policy().require().getSpec();
        edit(edited -> edited.getSpec().getValidations().removeFirst());
        edit(edited -> edited.setSpec(shipped));
    }

    /** The API server writes the status of a policy a moment after each change of it. */
    private void edit(Consumer<ValidatingAdmissionPolicy> change) {
        Edits.make(() -> policy().edit(edited -> {
            change.accept(edited);
            return edited;
        }));
    }

    private Resource<ValidatingAdmissionPolicy> policy() {
        return bed.admin()
                .admissionRegistration()
                .v1()
                .validatingAdmissionPolicies()
                .withName("nodejoin-approvals");
    }

    private String name() {
        return "of-" + spec.nodeName();
    }

    private JoinStory ask() {
        return bed.ask(bed.admin(), name(), spec);
    }

    private static String uid(JoinStory story) {
        return story.request().getMetadata().getUid();
    }

    private static String message(JoinStory story) {
        return story.condition(ConditionType.APPROVED)
                .map(Condition::getMessage)
                .orElse("");
    }

    private static void assertStaysUnapproved(JoinStory story, String reason) {
        story.awaitKey();
        story.awaitUnmet(ConditionType.APPROVED, reason);
        await().during(A_WHILE).atMost(PATIENCE).untilAsserted(() -> {
            assertThat(story.condition(ConditionType.APPROVED).orElseThrow().getReason())
                    .isEqualTo(reason);
            assertThat(story.status().approved()).isNull();
        });
    }
}
