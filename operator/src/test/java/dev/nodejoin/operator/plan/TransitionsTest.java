package dev.nodejoin.operator.plan;

import static dev.nodejoin.api.v1alpha1.ConditionType.APPROVED;
import static dev.nodejoin.api.v1alpha1.ConditionType.CERTIFICATE_ISSUED;
import static dev.nodejoin.api.v1alpha1.ConditionType.HANDED_OVER;
import static dev.nodejoin.api.v1alpha1.ConditionType.NODE_REGISTERED;
import static dev.nodejoin.operator.plan.Csr.csr;
import static dev.nodejoin.operator.plan.JoinSnapshots.NODE_UID;
import static dev.nodejoin.operator.plan.JoinSnapshots.NOW;
import static dev.nodejoin.operator.plan.JoinSnapshots.aCertifiedRequest;
import static dev.nodejoin.operator.plan.JoinSnapshots.aJoinedRequest;
import static dev.nodejoin.operator.plan.JoinSnapshots.aLiveRequest;
import static dev.nodejoin.operator.plan.JoinSnapshots.aNode;
import static dev.nodejoin.operator.plan.JoinSnapshots.aRequest;
import static dev.nodejoin.operator.plan.JoinSnapshots.protection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.api.v1alpha1.ConditionType;
import dev.nodejoin.api.v1alpha1.NodeJoinRequestStatus;
import dev.nodejoin.api.v1alpha1.TokenState;
import dev.nodejoin.operator.plan.Story.Event;
import dev.nodejoin.operator.plan.Story.Move;
import dev.nodejoin.operator.plan.Transitions.Transition;
import dev.nodejoin.policy.certificate.CertificateVerdict;
import dev.nodejoin.policy.certificate.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransitionsTest {
    @Test
    void a_whole_join_is_told_in_four_steps() {
        var story =
                new Story(1, "{'nodeName': 'worker-1', 'node': {'labels': {'rack': '7'}}}", "{'nodeName': 'worker-9'}");
        var told = new ArrayList<Transition>();
        var before = story.cluster.request(story.first()).status();

        for (var move : List.of(Move.STEP, Move.GO_ON)) {
            for (var step = 0; step < 40; step++) {
                story.happen(new Event(move, 0));
                story.happen(new Event(Move.STEP, 0));
                var after = story.cluster.request(story.first()).status();
                told.addAll(Transitions.between(before, after));
                before = after;
            }
        }

        assertThat(before.node()).isNotNull();
        assertThat(told)
                .extracting(Transition::type)
                .containsExactly(APPROVED, HANDED_OVER, CERTIFICATE_ISSUED, NODE_REGISTERED);
        assertThat(told).noneMatch(Transition::obstacle);
    }

    @Test
    void a_step_is_told_once_though_its_reason_changes() {
        assertThat(between(aLiveRequest(), aCertifiedRequest()))
                .extracting(Transition::type)
                .containsExactly(CERTIFICATE_ISSUED);
    }

    @Test
    void nothing_is_told_where_nothing_happened() {
        assertThat(between(aJoinedRequest(), aJoinedRequest())).isEmpty();
    }

    @Test
    void an_upgrade_of_the_policies_is_no_news_for_a_joined_node() {
        var request = aJoinedRequest();
        var before = request.settled().status();
        var after = request.under(protection(2)).settled().status();

        assertThat(Transitions.between(before, after)).isEmpty();
    }

    @Test
    void a_changed_specification_is_told_once_and_nothing_else_with_it() {
        var request = aJoinedRequest();
        var told = new ArrayList<Transition>();
        var before = request.settled().status();
        request.asking("{'node': {'labels': {'a': 'b'}}}");
        for (var step = 0; step < 8; step++) {
            var after = request.plan().status();
            told.addAll(Transitions.between(before, after));
            request.status(after);
            before = after;
        }

        assertThat(told).extracting(Transition::reason).containsExactly("SpecChanged");
    }

    @Test
    void an_obstacle_is_told_as_one() {
        assertThat(between(
                        aRequest().approved().holding(1), aRequest().approved().heldByAnother()))
                .containsExactly(new Transition(
                        ConditionType.CREDENTIAL_ISSUED,
                        "NameHeld",
                        "The name worker-1 is held by request nodejoin/another",
                        true));
    }

    @Test
    void a_denial_of_which_no_condition_tells_is_told() {
        var thief = new CertificateVerdict.Deny(List.of(new Refusal(Refusal.Reason.KEY_MISMATCH, "another key")));

        assertThat(Transitions.ofDenial(aJoinedRequest().settled().status(), thief))
                .contains(new Transition(CERTIFICATE_ISSUED, "KeyMismatch", "another key", true));
        var refused =
                aLiveRequest().with(csr("csr-1").denied("KeyMismatch", "no")).settled();
        assertThat(Transitions.ofDenial(refused.status(), thief)).isEmpty();
    }

    @Test
    void another_obstacle_is_told_again_and_the_same_is_not() {
        var denied = aLiveRequest().with(csr("csr-1").denied("SubjectMismatch", "no"));
        var twice = aLiveRequest()
                .with(csr("csr-1").denied("SubjectMismatch", "no"))
                .with(csr("csr-2").denied("SubjectMismatch", "no"));
        var mismatch = aLiveRequest().with(csr("csr-1").denied("KeyMismatch", "no"));

        assertThat(between(aLiveRequest(), denied))
                .extracting(Transition::reason)
                .containsExactly("Refused");
        assertThat(between(denied, twice)).isEmpty();
        assertThat(between(denied, mismatch)).extracting(Transition::reason).containsExactly("KeyMismatch");
    }

    @Test
    void waiting_is_no_event() {
        assertThat(Transitions.between(aRequest().status(), aRequest().settled().status()))
                .isEmpty();
        assertThat(between(aRequest().published(), aRequest().published())).isEmpty();
    }

    @Test
    void every_end_of_a_join_is_told() {
        assertThat(reasons(aLiveRequest(), aLiveRequest().suspended())).containsExactly("Suspended");
        assertThat(reasons(aLiveRequest(), aLiveRequest().deniedBy("bob", "no")))
                .containsExactly("Denied");
        assertThat(reasons(aLiveRequest(), aLiveRequest().unprotected())).containsExactly("ApprovalsUnprotected");
        assertThat(reasons(aJoinedRequest(), aJoinedRequest().withoutNode())).containsExactly("NodeGone");
        assertThat(reasons(aJoinedRequest(), aJoinedRequest().withNode(aNode("another", NOW))))
                .containsExactly("NodeReplaced");
    }

    @Test
    void a_registration_is_told_by_the_node_alone() {
        var registered =
                aCertifiedRequest().token(TokenState.REVOKED).withNode(aNode()).registered(NODE_UID);

        assertThat(reasons(aCertifiedRequest(), registered)).containsExactly("Registered");
    }

    private static List<String> reasons(JoinSnapshots before, JoinSnapshots after) {
        return between(before, after).stream().map(Transition::reason).toList();
    }

    /** Between the first status that each of them would write. */
    private static List<Transition> between(JoinSnapshots before, JoinSnapshots after) {
        NodeJoinRequestStatus settled = before.settled().status();
        return Transitions.between(settled, after.plan().status());
    }
}
