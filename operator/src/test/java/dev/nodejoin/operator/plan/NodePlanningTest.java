package dev.nodejoin.operator.plan;

import static dev.nodejoin.api.v1alpha1.ConditionType.CERTIFICATE_ISSUED;
import static dev.nodejoin.api.v1alpha1.ConditionType.CREDENTIAL_ISSUED;
import static dev.nodejoin.api.v1alpha1.ConditionType.HANDED_OVER;
import static dev.nodejoin.api.v1alpha1.ConditionType.NODE_REGISTERED;
import static dev.nodejoin.api.v1alpha1.ConditionType.READY;
import static dev.nodejoin.operator.plan.Csr.csr;
import static dev.nodejoin.operator.plan.JoinSnapshots.CREATED;
import static dev.nodejoin.operator.plan.JoinSnapshots.NODE_UID;
import static dev.nodejoin.operator.plan.JoinSnapshots.NOW;
import static dev.nodejoin.operator.plan.JoinSnapshots.aCertifiedRequest;
import static dev.nodejoin.operator.plan.JoinSnapshots.aJoinedRequest;
import static dev.nodejoin.operator.plan.JoinSnapshots.aNode;
import static dev.nodejoin.operator.plan.JoinSnapshots.aRequest;
import static dev.nodejoin.operator.plan.Plans.assertRests;
import static dev.nodejoin.operator.plan.Plans.condition;
import static dev.nodejoin.operator.plan.Plans.message;
import static dev.nodejoin.operator.plan.Plans.refusals;
import static dev.nodejoin.operator.plan.Plans.tokenState;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.api.v1alpha1.RegisteredNode;
import dev.nodejoin.api.v1alpha1.TokenState;
import dev.nodejoin.policy.certificate.Refusal;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** From the certificate to a Node that is Ready and as declared. */
class NodePlanningTest {
    private static final Instant DEADLINE = CREATED.plus(Duration.ofDays(1));

    @Test
    void a_certified_machine_is_waited_for() {
        var plan = aCertifiedRequest().settled();

        assertThat(condition(plan, CREDENTIAL_ISSUED)).isEqualTo("True Spent");
        assertThat(condition(plan, HANDED_OVER)).isEqualTo("True Spent");
        assertThat(condition(plan, CERTIFICATE_ISSUED)).isEqualTo("True Issued");
        assertThat(condition(plan, NODE_REGISTERED)).isEqualTo("False AwaitingNode");
        assertRests(plan);
    }

    @Test
    void no_more_signing_requests_are_judged_after_the_certificate() {
        assertRests(aCertifiedRequest().with(csr("csr-2")).settled());
    }

    @Test
    void another_key_is_denied_after_the_certificate() {
        var plan = aCertifiedRequest().with(csr("csr-2").by("thief")).settled();

        assertThat(condition(plan, CERTIFICATE_ISSUED)).isEqualTo("True Issued");
        assertThat(refusals(plan)).containsExactly(Refusal.Reason.KEY_MISMATCH);
    }

    @Test
    void whatever_is_asked_for_after_the_node_has_registered_is_denied() {
        var plan = aJoinedRequest().with(csr("csr-2")).settled();

        assertThat(condition(plan, READY)).isEqualTo("True Ready");
        assertThat(refusals(plan)).containsExactly(Refusal.Reason.TOKEN_SPENT);
    }

    @Test
    void a_denied_request_whose_node_is_gone_frees_the_name() {
        var request = aJoinedRequest().deniedBy("bob", null);

        assertRests(request.settled());
        assertThat(request.withoutNode().settled().effect()).isInstanceOf(Effect.FreeName.class);
    }

    @Test
    void the_token_is_cleared_away_when_it_runs_out_not_replaced() {
        var request = aCertifiedRequest();
        var expiry = Instant.parse("2026-03-01T09:30:00Z");

        assertThat(request.settled().lookAgainAt()).contains(expiry);
        assertThat(tokenState(request.planAt(expiry))).isEqualTo(TokenState.REVOKING);
        request.buried();
        var plan = request.settledAt(expiry);
        assertRests(plan);
        assertThat(tokenState(plan)).isEqualTo(TokenState.REVOKED);
        assertThat(condition(plan, NODE_REGISTERED)).isEqualTo("False AwaitingNode");
        assertThat(plan.lookAgainAt()).contains(DEADLINE);
    }

    @Test
    void an_attempt_that_was_claimed_only_is_cleared_away() {
        var plan = aCertifiedRequest().token(TokenState.CLAIMED).plan();

        assertThat(tokenState(plan)).isEqualTo(TokenState.REVOKING);
    }

    @Test
    void a_node_older_than_the_certificate_does_not_count() {
        var plan = aCertifiedRequest()
                .withNode(aNode(NODE_UID, NOW.minusSeconds(62)))
                .settled();

        assertThat(plan.status().node()).isNull();
        assertThat(condition(plan, NODE_REGISTERED)).isEqualTo("False AwaitingNode");
        assertThat(message(plan, NODE_REGISTERED)).contains("older than the certificate");
        assertRests(plan);
    }

    @Test
    void a_node_of_the_same_second_counts() {
        var plan = aCertifiedRequest()
                .withNode(aNode(NODE_UID, Instant.parse("2026-03-01T08:59:00Z")))
                .plan();

        assertThat(plan.status().node()).isEqualTo(new RegisteredNode(NODE_UID));
    }

    @Test
    void the_token_is_spent_in_the_same_write() {
        var plan = aCertifiedRequest().withNode(aNode()).plan();

        assertThat(plan.status().node()).isEqualTo(new RegisteredNode(NODE_UID));
        assertThat(tokenState(plan)).isEqualTo(TokenState.REVOKING);
        assertThat(condition(plan, NODE_REGISTERED)).isEqualTo("True Registered");
    }

    @Test
    void a_node_without_network_still_ends_the_token() {
        var unready = new NodeFacts(
                NODE_UID, "7", NOW, false, Optional.empty(), Map.of(), Map.of(), List.of(), Set.of(), Set.of());
        var plan = aCertifiedRequest().withNode(unready).settled();

        assertThat(plan.effect()).isInstanceOf(Effect.Bury.class);
        assertThat(condition(plan, READY)).isEqualTo("False NodeNotReady");
    }

    @Test
    void a_joined_request_is_ready_and_rests_for_good() {
        var plan = aJoinedRequest().settled();

        assertThat(plan.status().conditions()).extracting(Condition::getStatus).containsOnly("True");
        assertRests(plan);
        assertThat(plan.lookAgainAt()).isEmpty();
    }

    @Test
    void declared_labels_are_set_before_it_is_ready() {
        var request = aRequest()
                .asking("{'node': {'labels': {'rack': '7'}}}")
                .approved()
                .holding(1)
                .token(TokenState.REVOKED)
                .issued(NOW.minusSeconds(60))
                .withNode(aNode())
                .registered(NODE_UID);

        var plan = request.settled();
        assertThat(plan.effect())
                .isInstanceOfSatisfying(
                        Effect.SetUpNode.class,
                        effect -> assertThat(effect.setUp())
                                .returns(NODE_UID, NodeSetUp::uid)
                                .returns(
                                        Optional.of(new NodeSetUp.Declared(Map.of("rack", "7"), Map.of())),
                                        NodeSetUp::declared));
        assertThat(condition(plan, READY)).isEqualTo("False SettingUp");
    }

    @Test
    void the_token_goes_before_the_labels_come() {
        var plan = aRequest()
                .asking("{'node': {'labels': {'rack': '7'}}}")
                .approved()
                .holding(1)
                .token(TokenState.REVOKING)
                .issued(NOW.minusSeconds(60))
                .withNode(aNode())
                .registered(NODE_UID)
                .settled();

        assertThat(plan.effect()).isInstanceOf(Effect.Bury.class);
    }

    @Test
    void labels_of_a_changed_specification_come_only_with_its_approval() {
        var request = aJoinedRequest().asking("{'node': {'labels': {'rack': '7'}}}");

        assertRests(request.settled());
        assertThat(request.approvedBy("alice").settled().effect()).isInstanceOf(Effect.SetUpNode.class);
    }

    @Test
    void a_deleted_node_frees_the_name() {
        var plan = aJoinedRequest().withoutNode().settled();

        assertThat(condition(plan, NODE_REGISTERED)).isEqualTo("False NodeGone");
        assertThat(plan.effect()).isInstanceOf(Effect.FreeName.class);
    }

    @Test
    void a_node_of_another_request_under_the_name_is_not_touched() {
        var plan = aRequest()
                .asking("{'node': {'labels': {'rack': '7'}}}")
                .approved()
                .heldByAnother()
                .token(TokenState.REVOKED)
                .issued(NOW.minusSeconds(60))
                .withNode(aNode("another-node", NOW))
                .registered(NODE_UID)
                .settled();

        assertThat(condition(plan, NODE_REGISTERED)).isEqualTo("False NodeReplaced");
        assertRests(plan);
        assertThat(plan.status().node()).isEqualTo(new RegisteredNode(NODE_UID));
    }

    @Test
    void an_unready_node_is_told() {
        var unready = new NodeFacts(
                NODE_UID, "7", NOW, false, Optional.empty(), Map.of(), Map.of(), List.of(), Set.of(), Set.of());

        assertThat(condition(aJoinedRequest().withNode(unready).settled(), READY))
                .isEqualTo("False NodeNotReady");
    }

    @Test
    void a_status_without_its_certificate_stops_nobody() {
        var plan = aRequest().approved().withNode(aNode()).registered(NODE_UID).settled();

        assertThat(condition(plan, NODE_REGISTERED)).isEqualTo("True Adopted");
    }
}
