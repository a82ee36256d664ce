package dev.nodejoin.operator.plan;

import static dev.nodejoin.api.v1alpha1.ConditionType.NODE_REGISTERED;
import static dev.nodejoin.operator.plan.JoinSnapshots.INTACT;
import static dev.nodejoin.operator.plan.JoinSnapshots.NODE_UID;
import static dev.nodejoin.operator.plan.JoinSnapshots.NOW;
import static dev.nodejoin.operator.plan.JoinSnapshots.aNode;
import static dev.nodejoin.operator.plan.JoinSnapshots.aRequest;
import static dev.nodejoin.operator.plan.JoinSnapshots.aSilentNode;
import static dev.nodejoin.operator.plan.Plans.assertRests;
import static dev.nodejoin.operator.plan.Plans.condition;
import static dev.nodejoin.operator.plan.Plans.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.api.v1alpha1.RegisteredNode;
import dev.nodejoin.api.v1alpha1.TokenState;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of a Node that was created again. */
class ReplacementTest {
    private static final Instant ELEVEN_MINUTES_AGO = NOW.minusSeconds(660);

    private static final String RACK = "{'node': {'labels': {'rack': '7'}}}";
    private static final String TRUSTED =
            "{'node': {'labels': {'rack': '7'," + " 'node-restriction.kubernetes.io/pci': 'yes'}}}";

    @Test
    void it_is_told_first() {
        var plan = createdAgain(RACK).plan();

        assertThat(condition(plan, NODE_REGISTERED)).isEqualTo("False NodeReplaced");
        assertThat(message(plan, NODE_REGISTERED)).contains(NODE_UID).contains("another-node");
        assertThat(plan.status().node()).isEqualTo(new RegisteredNode(NODE_UID));
    }

    @Test
    void then_it_is_the_node_of_the_request_and_gets_what_is_declared() {
        var plan = createdAgain(RACK).settled();

        assertThat(plan.status().node()).isEqualTo(new RegisteredNode("another-node"));
        assertThat(condition(plan, NODE_REGISTERED)).isEqualTo("True Registered");
        assertThat(plan.effect())
                .isInstanceOfSatisfying(
                        Effect.SetUpNode.class,
                        effect -> assertThat(effect.setUp()).returns("another-node", NodeSetUp::uid));
    }

    @Test
    void a_name_that_was_freed_with_the_node_is_held_again_first() {
        assertThat(createdAgain(RACK).heldByNobody().settled().effect())
                .isInstanceOfSatisfying(
                        Effect.HoldName.class,
                        effect -> assertThat(effect.hold().isOf(NODE_UID)).isTrue());
    }

    @Test
    void labels_that_a_kubelet_may_not_give_itself_wait_for_a_person() {
        var plan = createdAgain(TRUSTED).settled();

        assertThat(condition(plan, NODE_REGISTERED)).isEqualTo("False NodeReplaced");
        assertThat(message(plan, NODE_REGISTERED)).contains("node-restriction.kubernetes.io/pci");
        assertThat(plan.effect())
                .isInstanceOfSatisfying(
                        Effect.SetUpNode.class,
                        effect -> assertThat(effect.setUp().declared())
                                .contains(new NodeSetUp.Declared(Map.of("rack", "7"), Map.of())));
    }

    @Test
    void who_approves_while_it_is_there_gives_them() {
        var request = createdAgain(TRUSTED).approvedWhile("another-node");

        assertThat(request.settled().status().node()).isEqualTo(new RegisteredNode("another-node"));
        assertThat(request.settled().effect())
                .isInstanceOfSatisfying(
                        Effect.SetUpNode.class,
                        effect -> assertThat(
                                        effect.setUp().declared().orElseThrow().labels())
                                .containsKey("node-restriction.kubernetes.io/pci"));
    }

    @Test
    void its_machine_is_not_known_any_more() {
        var request = createdAgain("{'rejoin': 'SameKey'}");
        request.after(request.settled()).withNode(aSilentNode("another-node", ELEVEN_MINUTES_AGO));

        assertRests(request.settled());
    }

    private static JoinSnapshots createdAgain(String spec) {
        return joined(spec).remembering(NODE_UID, "machine").withNode(aNode("another-node", NOW));
    }

    /** Joined with the key of "machine". */
    private static JoinSnapshots joined(String spec) {
        return aRequest()
                .under(INTACT)
                .asking(spec)
                .approved()
                .holding(1)
                .token(TokenState.REVOKED)
                .issued(NOW.minusSeconds(3000))
                .registered(NODE_UID);
    }
}
