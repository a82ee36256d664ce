package dev.nodejoin.operator.plan;

import static dev.nodejoin.api.v1alpha1.ConditionType.APPROVED;
import static dev.nodejoin.api.v1alpha1.ConditionType.NODE_REGISTERED;
import static dev.nodejoin.api.v1alpha1.ConditionType.READY;
import static dev.nodejoin.operator.plan.Csr.csr;
import static dev.nodejoin.operator.plan.JoinSnapshots.CREATED;
import static dev.nodejoin.operator.plan.JoinSnapshots.INTACT;
import static dev.nodejoin.operator.plan.JoinSnapshots.NOW;
import static dev.nodejoin.operator.plan.JoinSnapshots.UID;
import static dev.nodejoin.operator.plan.JoinSnapshots.aCertifiedRequest;
import static dev.nodejoin.operator.plan.JoinSnapshots.aJoinedRequest;
import static dev.nodejoin.operator.plan.JoinSnapshots.aLiveRequest;
import static dev.nodejoin.operator.plan.JoinSnapshots.aNode;
import static dev.nodejoin.operator.plan.JoinSnapshots.aRequest;
import static dev.nodejoin.operator.plan.JoinSnapshots.protection;
import static dev.nodejoin.operator.plan.Plans.assertRests;
import static dev.nodejoin.operator.plan.Plans.condition;
import static dev.nodejoin.operator.plan.Plans.message;
import static dev.nodejoin.operator.plan.Plans.refusals;
import static dev.nodejoin.operator.plan.Plans.tokenState;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.api.v1alpha1.TokenState;
import dev.nodejoin.policy.certificate.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a well-formed request to an approved one, and back. */
class ApprovedConditionTest {
    private static final Instant DEADLINE = CREATED.plus(Duration.ofDays(1));

    @Test
    void a_new_request_gets_the_key_that_approvers_quote() {
        var request = aRequest();
        var plan = request.plan();

        assertThat(plan.status().approvalKey()).isEqualTo(request.key());
        assertThat(plan.status().observedGeneration()).isEqualTo(1);
        assertThat(condition(plan, APPROVED)).isEqualTo("False AwaitingApproval");
        assertThat(message(plan, APPROVED))
                .endsWith("an entry must be exactly: {by: \"<user>\", key: \"%s\"}".formatted(request.key()));
    }

    @Test
    void an_awaiting_request_rests_until_its_deadline() {
        var plan = aRequest().settled();

        assertThat(condition(plan, APPROVED)).isEqualTo("False AwaitingApproval");
        assertRests(plan);
        assertThat(plan.lookAgainAt()).contains(DEADLINE);
    }

    @Test
    void unapproved_requests_hold_nothing() {
        assertThat(aRequest().published().settled().effect()).isEqualTo(new Effect.None());
    }

    @Test
    void a_young_protection_is_let_settle_before_a_key_is_published() {
        var plan = aRequest().protectedSince(NOW.minusSeconds(4)).plan();

        assertThat(plan.status().approvalKey()).isNull();
        assertThat(condition(plan, APPROVED)).isEqualTo("False AwaitingApproval");
        assertThat(plan.lookAgainAt()).contains(NOW.plusSeconds(6));
    }

    @Test
    void an_approval_is_recorded_only_under_the_protection_that_was_judged() {
        var plan = aRequest().published().approvedBy("alice").plan();

        assertThat(plan.onlyUnder()).contains(INTACT);
        assertThat(Objects.requireNonNull(plan.status().approved()).by()).containsExactly("alice");
        assertThat(plan.status().approved().at()).isEqualTo("2026-03-01T09:00:00.250Z");
        assertThat(condition(plan, APPROVED)).isEqualTo("True Approved");
        assertThat(message(plan, APPROVED)).isEqualTo("Approved by alice");
        assertThat(plan.effect()).isEqualTo(new Effect.None());
    }

    @Test
    void whoever_asked_is_told_that_another_has_to_approve() {
        var plan = aRequest()
                .asking("{'requestedBy': 'alice'}")
                .published()
                .approvedBy("alice")
                .settled();

        assertThat(plan.status().approved()).isNull();
        assertThat(condition(plan, APPROVED)).isEqualTo("False AwaitingApproval");
        assertThat(message(plan, APPROVED)).contains("alice asked for the Node");
    }

    @Test
    void another_key_empties_the_approvals_and_keeps_the_denials_out_of_it() {
        var plan = aRequest()
                .published()
                .approvedBy("alice")
                .asking("{'deadlineSeconds': 3600}")
                .plan();

        assertThat(plan.status().approvals()).isEmpty();
        assertThat(condition(plan, APPROVED)).isEqualTo("False SpecChanged");
    }

    @Test
    void denials_are_never_touched() {
        var plan = aRequest()
                .published()
                .deniedBy("bob", "no")
                .asking("{'deadlineSeconds': 3600}")
                .settled();

        assertThat(plan.status().denials()).extracting("by").containsExactly("bob");
    }

    @Test
    void that_the_specification_changed_is_told_until_it_is_approved_anew() {
        var request = aRequest().approved().asking("{'deadlineSeconds': 7200}");

        assertThat(condition(request.settled(), APPROVED)).isEqualTo("False SpecChanged");
        assertThat(condition(request.approvedBy("alice").plan(), APPROVED)).isEqualTo("True Approved");
    }

    @Test
    void a_changed_specification_takes_the_live_token_back() {
        var request = aLiveRequest().asking("{'node': {'labels': {'a': 'b'}}}");

        var published = request.plan();
        assertThat(published.status().approved()).isNull();
        assertThat(tokenState(published)).isEqualTo(TokenState.LIVE);
        assertThat(request.settled().effect()).isInstanceOf(Effect.Bury.class);
    }

    @Test
    void a_changed_protection_takes_the_live_token_back() {
        assertThat(aLiveRequest().under(protection(2)).settled().effect()).isInstanceOf(Effect.Bury.class);
    }

    @Test
    void no_signing_request_is_approved_between_a_change_and_the_key_for_it() {
        var request = aLiveRequest()
                .with(csr("csr-1"))
                .claiming("csr-1", "machine")
                .asking("{'node': {'labels': {'a': 'b'}}}");

        assertThat(request.plan().effect()).isEqualTo(new Effect.None());
        assertThat(refusals(request.settled())).containsExactly(Refusal.Reason.TOKEN_SPENT);
    }

    @Test
    void after_the_certificate_a_changed_protection_keeps_the_record_and_every_condition() {
        var request = aJoinedRequest();
        var before = request.settled();
        var after = request.under(protection(2)).plan();

        assertThat(after.status().approved()).isEqualTo(before.status().approved());
        assertThat(after.status().approvalKey()).isNotEqualTo(before.status().approvalKey());
        assertThat(after.status().approvals()).isEmpty();
        assertThat(after.status().conditions()).isEqualTo(before.status().conditions());
    }

    @Test
    void after_the_certificate_a_changed_specification_needs_a_new_approval() {
        var plan = aJoinedRequest().asking("{'node': {'labels': {'a': 'b'}}}").settled();

        assertThat(plan.status().approved()).isNull();
        assertThat(condition(plan, APPROVED)).isEqualTo("False SpecChanged");
        assertThat(condition(plan, NODE_REGISTERED)).isEqualTo("True Registered");
        assertRests(plan);
    }

    @Test
    void while_unprotected_nothing_at_all_is_done() {
        for (var request : List.of(
                aRequest(),
                aRequest().published().approvedBy("alice"),
                aRequest().approved(),
                aRequest().approved().holding(1),
                aRequest().approved().holding(1).token(TokenState.CLAIMED),
                aLiveRequest().with(csr("csr-1")),
                aLiveRequest().with(csr("csr-1")).claiming("csr-1", "machine"),
                aCertifiedRequest().withNode(aNode()),
                aJoinedRequest().token(TokenState.LIVE),
                aJoinedRequest().asking("{'node': {'labels': {'a': 'b'}}}"))) {
            var before = request.status();
            var plan = request.unprotected().plan();

            assertThat(plan.effect()).isEqualTo(new Effect.None());
            assertThat(plan.status().token()).isEqualTo(before.token());
            assertThat(plan.status().approved()).isEqualTo(before.approved());
            assertThat(plan.status().approvals()).isEqualTo(before.approvals());
            assertThat(plan.status().approvalKey()).isEqualTo(before.approvalKey());
            assertThat(plan.status().certificate()).isEqualTo(before.certificate());
            assertThat(plan.status().node()).isEqualTo(before.node());
            assertThat(condition(plan, APPROVED)).isEqualTo("False ApprovalsUnprotected");
            assertThat(message(plan, APPROVED)).contains("nodejoin-status is missing");
        }
    }

    @Test
    void a_denial_names_who_and_why() {
        var plan = aRequest().published().deniedBy("bob", "wrong rack").plan();

        assertThat(condition(plan, APPROVED)).isEqualTo("False Denied");
        assertThat(message(plan, APPROVED)).isEqualTo("Denied by bob: wrong rack. A denial is final");
    }

    @Test
    void a_denial_takes_the_token_back_and_then_frees_the_name() {
        var request = aLiveRequest().deniedBy("bob", null);

        assertThat(tokenState(request.plan())).isEqualTo(TokenState.REVOKING);
        assertThat(request.settled().effect()).isInstanceOf(Effect.Bury.class);
        assertThat(request.buried().settled().effect())
                .isInstanceOfSatisfying(
                        Effect.FreeName.class,
                        free -> assertThat(free.hold().holder().uid()).isEqualTo(UID));
    }

    @Test
    void a_denial_of_a_joined_request_leaves_node_and_name_alone() {
        var plan = aJoinedRequest().deniedBy("bob", null).settled();

        assertRests(plan);
        assertThat(condition(plan, NODE_REGISTERED)).isEqualTo("True Registered");
        assertThat(condition(plan, READY)).isEqualTo("False Denied");
    }

    @Test
    void a_denied_request_frees_no_name_that_another_holds() {
        assertRests(aRequest().heldByAnother().deniedBy("bob", null).settled());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void at_the_deadline_a_request_expires_approved_or_not(boolean approved) {
        var request = approved ? aRequest().approved() : aRequest().published();
        request.holding(1);

        assertThat(condition(request.planAt(DEADLINE.minusMillis(1)), APPROVED)).isNotEqualTo("False Expired");
        var plan = request.settledAt(DEADLINE);
        assertThat(condition(plan, APPROVED)).isEqualTo("False Expired");
        assertThat(message(plan, APPROVED)).contains("2026-03-02T08:00:00Z").contains("spec.deadlineSeconds");
        assertThat(plan.effect()).isInstanceOf(Effect.FreeName.class);
    }

    @Test
    void at_the_deadline_a_live_token_is_taken_back() {
        var request = aLiveRequest().expiring(DEADLINE);

        assertThat(tokenState(request.planAt(DEADLINE))).isEqualTo(TokenState.REVOKING);
        assertThat(request.settledAt(DEADLINE).effect()).isInstanceOf(Effect.Bury.class);
    }

    @Test
    void an_expired_request_lives_again_when_its_deadline_is_raised_and_approved() {
        var request = aRequest().approved().token(TokenState.REVOKED);
        var late = DEADLINE.plusSeconds(60);

        assertThat(condition(request.settledAt(late), APPROVED)).isEqualTo("False Expired");
        request.asking("{'deadlineSeconds': 172800}");
        assertThat(condition(request.settledAt(late), APPROVED)).isEqualTo("False SpecChanged");
        request.approvedBy("alice");
        assertThat(request.settledAt(late).effect())
                .isInstanceOfSatisfying(
                        Effect.HoldName.class,
                        hold -> assertThat(hold.hold().attempt()).isEqualTo(2));
    }

    @Test
    void a_joined_request_does_not_expire() {
        var plan = aJoinedRequest().settledAt(DEADLINE.plusSeconds(1));

        assertThat(condition(plan, APPROVED)).isEqualTo("True Approved");
        assertRests(plan);
    }

    @Test
    void a_certified_request_whose_specification_changed_expires_too() {
        var plan = aCertifiedRequest()
                .asking("{'node': {'labels': {'a': 'b'}}}")
                .published()
                .buried()
                .settledAt(DEADLINE);

        assertThat(condition(plan, APPROVED)).isEqualTo("False Expired");
        assertThat(plan.effect()).isInstanceOf(Effect.FreeName.class);
    }
}
