package dev.nodejoin.operator.plan;

import static dev.nodejoin.api.v1alpha1.ConditionType.APPROVED;
import static dev.nodejoin.operator.plan.JoinSnapshots.INTACT;
import static dev.nodejoin.operator.plan.JoinSnapshots.NOW;
import static dev.nodejoin.operator.plan.JoinSnapshots.aCertifiedRequest;
import static dev.nodejoin.operator.plan.JoinSnapshots.aLiveRequest;
import static dev.nodejoin.operator.plan.JoinSnapshots.aRequest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.api.v1alpha1.NodeJoinRequestStatus;
import dev.nodejoin.api.v1alpha1.RecordedApproval;
import dev.nodejoin.api.v1alpha1.RecordedPolicy;
import dev.nodejoin.api.v1alpha1.TokenState;
import dev.nodejoin.policy.approval.ApprovalTerms;
import dev.nodejoin.policy.approval.PolicyReference;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a request says and does for the terms of its approval. */
class ApprovalPlanningTest {
    private static final ApprovalTerms TWO = new ApprovalTerms(false, 2, Optional.empty(), List.of());
    private static final ApprovalTerms AUTOMATIC = new ApprovalTerms(
            true, 1, Optional.empty(), List.of(new PolicyReference("edge", "h1"), new PolicyReference("all", "h2")));
    /** An approval is recorded half an hour before now. */
    private static final ApprovalTerms FORTY_MINUTES =
            new ApprovalTerms(false, 1, Optional.of(Duration.ofMinutes(40)), List.of());

    private static final ApprovalTerms TWENTY_MINUTES =
            new ApprovalTerms(false, 1, Optional.of(Duration.ofMinutes(20)), List.of());

    private static JoinSnapshots askedByOlivia() {
        return aRequest().asking("{'requestedBy': 'olivia'}").taking(TWO);
    }

    @Test
    void it_says_how_many_approvals_are_missing() {
        assertThat(message(askedByOlivia().plan())).startsWith("Waits for 2 approvals: in status.approvals an entry");
        assertThat(message(askedByOlivia().published().plan())).startsWith("Waits for 2 approvals: in");
        assertThat(message(askedByOlivia().published().approvedBy("alice").plan()))
                .startsWith("Waits for 1 more approval, alice approved: in");
        assertThat(message(askedByOlivia()
                        .published()
                        .approvedBy("alice")
                        .approvedBy("olivia")
                        .plan()))
                .startsWith("Waits for 1 more approval, alice approved, olivia asked for the Node: in");
        assertThat(message(aRequest().published().plan())).startsWith("Waits for an approval: in");
        assertThat(message(aRequest()
                        .asking("{'requestedBy': 'olivia'}")
                        .published()
                        .approvedBy("olivia")
                        .plan()))
                .startsWith("Waits for another's approval, olivia asked for the Node: in");
    }

    @Test
    void a_changed_specification_says_so_and_counts_anew() {
        var changed = askedByOlivia().published().approvedBy("alice").asking("{'deadlineSeconds': 90000}");
        changed.after(changed.plan());

        assertThat(message(changed.plan()))
                .startsWith("The specification changed, approve it anew. Waits for 2 approvals: in");
        assertThat(reason(changed.approvedBy("alice").plan())).isEqualTo("SpecChanged");
        assertThat(message(changed.plan()))
                .startsWith(
                        "The specification changed, approve it anew. Waits for 1 more approval, alice approved: in");
    }

    @Test
    void two_people_are_recorded_one_by_an_entry_and_one_by_an_object() {
        var plan = askedByOlivia()
                .published()
                .approvedBy("alice")
                .writtenBy("bob", null)
                .plan();

        assertThat(approved(plan).by()).containsExactly("alice", "bob");
        assertThat(plan.onlyUnder()).contains(INTACT);
        assertThat(message(plan)).isEqualTo("Approved by alice, bob");
    }

    @Test
    void of_several_approvers_the_requester_has_to_be_known() {
        var plan = aRequest().taking(TWO).published().approvedBy("alice").settled();

        assertThat(reason(plan)).isEqualTo("RequesterUnknown");
        assertThat(message(plan)).contains("2 approvals", "spec.requestedBy");
        assertThat(plan.status().approved()).isNull();
    }

    @Test
    void policies_that_approve_are_recorded_by_name_and_hash_and_nobody_else_is() {
        var plan = aRequest().taking(AUTOMATIC).published().plan();

        assertThat(approved(plan).by()).isEmpty();
        assertThat(approved(plan).policies())
                .containsExactly(new RecordedPolicy("edge", "h1"), new RecordedPolicy("all", "h2"));
        assertThat(plan.onlyUnder()).contains(INTACT);
        assertThat(message(plan)).isEqualTo("Approved automatically by policies edge, all");
    }

    @Test
    void policies_that_only_govern_are_recorded_beside_the_people() {
        var terms = new ApprovalTerms(false, 1, Optional.empty(), List.of(new PolicyReference("edge", "h1")));

        var plan = aRequest().taking(terms).published().approvedBy("alice").plan();

        assertThat(approved(plan).by()).containsExactly("alice");
        assertThat(approved(plan).policies()).containsExactly(new RecordedPolicy("edge", "h1"));
    }

    @Test
    void a_denial_beats_policies_that_approve() {
        assertThat(reason(aRequest()
                        .taking(AUTOMATIC)
                        .published()
                        .deniedBy("bob", "no")
                        .plan()))
                .isEqualTo("Denied");
    }

    @Test
    void a_policy_that_comes_to_demand_more_takes_the_token_back() {
        var story = aLiveRequest().taking(TWO);

        var plan = story.plan();

        assertThat(plan.status().approved()).isNull();
        assertThat(plan.status().approvals()).hasSize(1);
        assertThat(Objects.requireNonNull(plan.status().token()).state()).isEqualTo(TokenState.REVOKING);
    }

    @Test
    void but_not_the_certificate() {
        var plan = aCertifiedRequest().taking(TWO).settled();

        assertThat(plan.status().approved()).isNotNull();
        assertThat(condition(plan)).isEqualTo("True Approved");
    }

    @Test
    void an_approval_wakes_the_operator_when_it_lapses() {
        var plan = aRequest()
                .approved()
                .taking(FORTY_MINUTES)
                .holding(1)
                .token(TokenState.REVOKED)
                .settled();

        assertThat(plan.lookAgainAt().orElseThrow()).isBeforeOrEqualTo(Instant.parse("2026-03-01T09:10:00Z"));
    }

    @Test
    void one_that_lapsed_goes_with_all_that_it_was_made_of() {
        var plan = aRequest()
                .approved()
                .writtenBy("bob", null)
                .taking(TWENTY_MINUTES)
                .plan();

        assertThat(plan.status().approved()).isNull();
        assertThat(plan.status().approvals()).isEmpty();
        assertThat(plan.status().approvalExpiredAt()).isEqualTo("2026-03-01T09:00:00.250Z");
        assertThat(plan.status().approvalKey()).isEqualTo(aRequest().approved().key());
        assertThat(reason(plan)).isEqualTo("AwaitingApproval");
        assertThat(message(plan)).startsWith("The approval expired at 2026-03-01T09:00:00.250Z, approve it anew");
    }

    @Test
    void and_is_not_made_again_of_the_same() {
        var story = aRequest().approved().writtenBy("bob", null).taking(TWENTY_MINUTES);

        var plan = story.settled();

        assertThat(plan.status().approved()).isNull();
        assertThat(message(plan)).startsWith("The approval expired at");
        assertThat(approved(story.approvedBy("alice").plan()).by()).containsExactly("alice");
    }

    @Test
    void what_lapsed_takes_its_token_along() {
        var plan = aLiveRequest().taking(TWENTY_MINUTES).settled();

        assertThat(Objects.requireNonNull(plan.status().token()).state()).isIn(TokenState.REVOKING, TokenState.REVOKED);
    }

    @Test
    void a_certificate_ends_all_waiting() {
        assertThat(condition(aCertifiedRequest().taking(TWENTY_MINUTES).settled()))
                .isEqualTo("True Approved");
    }

    @Test
    void an_object_that_expires_is_waited_for_while_more_are_missing() {
        var plan = askedByOlivia()
                .published()
                .writtenBy("alice", "2026-03-01T09:05:00Z")
                .settled();

        assertThat(message(plan)).startsWith("Waits for 1 more approval, alice approved");
        assertThat(plan.lookAgainAt()).contains(Instant.parse("2026-03-01T09:05:00Z"));
        assertThat(message(askedByOlivia()
                        .published()
                        .writtenBy("alice", "2026-03-01T09:05:00Z")
                        .planAt(NOW.plusSeconds(300))))
                .startsWith("Waits for 2 approvals");
    }

    private static RecordedApproval approved(JoinPlan plan) {
        return Objects.requireNonNull(plan.status().approved());
    }

    private static String condition(JoinPlan plan) {
        return of(plan.status());
    }

    private static String of(NodeJoinRequestStatus status) {
        var condition = Conditions.of(status.conditions(), APPROVED).orElseThrow();
        return condition.getStatus() + " " + condition.getReason();
    }

    private static String reason(JoinPlan plan) {
        return Conditions.of(plan.status().conditions(), APPROVED).orElseThrow().getReason();
    }

    private static String message(JoinPlan plan) {
        return Conditions.of(plan.status().conditions(), APPROVED).orElseThrow().getMessage();
    }
}
