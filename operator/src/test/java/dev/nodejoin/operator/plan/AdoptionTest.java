package dev.nodejoin.operator.plan;

import static dev.nodejoin.api.v1alpha1.ConditionType.CREDENTIAL_ISSUED;
import static dev.nodejoin.api.v1alpha1.ConditionType.NODE_REGISTERED;
import static dev.nodejoin.api.v1alpha1.ConditionType.READY;
import static dev.nodejoin.operator.plan.JoinSnapshots.CANDIDATE;
import static dev.nodejoin.operator.plan.JoinSnapshots.NODE_UID;
import static dev.nodejoin.operator.plan.JoinSnapshots.aNode;
import static dev.nodejoin.operator.plan.JoinSnapshots.aRequest;
import static dev.nodejoin.operator.plan.Plans.assertRests;
import static dev.nodejoin.operator.plan.Plans.condition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.api.v1alpha1.RegisteredNode;
import org.junit.jupiter.api.Test;

/** What becomes of an approved request that finds a Node of its name. */
class AdoptionTest {
    private static final String PINNED = "{'identity': {'publicKey': '%s'}}"
            .formatted(Csr.publicKeyPem("machine").replace("\n", "\\n"));

    @Test
    void a_request_that_pins_the_key_of_the_nodes_machine_adopts_it_and_mints_nothing() {
        var request = reCreated(PINNED).remembering(NODE_UID, "machine").vacant();
        var first = request.settled();
        assertThat(first.effect()).isInstanceOfSatisfying(Effect.HoldName.class, effect -> {
            assertThat(effect.hold().holder().uid()).isEqualTo(JoinSnapshots.UID);
            assertThat(effect.hold().tokenId()).isEqualTo(CANDIDATE);
        });

        var plan = request.after((Effect.HoldName) first.effect()).settled();

        assertRests(plan);
        assertThat(plan.status().node()).isEqualTo(new RegisteredNode(NODE_UID));
        assertThat(plan.status().token()).isNull();
        assertThat(condition(plan, CREDENTIAL_ISSUED)).isEqualTo("True Adopted");
        assertThat(condition(plan, NODE_REGISTERED)).isEqualTo("True Adopted");
        assertThat(condition(plan, READY)).isEqualTo("True Ready");
    }

    @Test
    void not_before_it_is_approved() {
        var plan = aRequest()
                .asking(PINNED)
                .published()
                .withNode(aNode())
                .holding(1)
                .remembering(NODE_UID, "machine")
                .vacant()
                .settled();

        assertRests(plan);
        assertThat(plan.status().node()).isNull();
    }

    @Test
    void a_request_without_a_key_proves_nothing() {
        var plan = reCreated("{'rejoin': 'SameKey'}")
                .remembering(NODE_UID, "machine")
                .vacant()
                .settled();

        assertRests(plan);
        assertThat(condition(plan, CREDENTIAL_ISSUED)).isEqualTo("False NodeExists");
    }

    @Test
    void another_key_or_another_node_is_not_adopted() {
        assertThat(condition(
                        reCreated(PINNED)
                                .remembering(NODE_UID, "another")
                                .vacant()
                                .settled(),
                        CREDENTIAL_ISSUED))
                .isEqualTo("False NodeExists");
        assertThat(condition(
                        reCreated(PINNED)
                                .remembering("older-node", "machine")
                                .vacant()
                                .settled(),
                        CREDENTIAL_ISSUED))
                .isEqualTo("False NodeExists");
    }

    @Test
    void what_another_living_request_holds_is_not_adopted() {
        var plan = reCreated(PINNED)
                .heldByAnother()
                .remembering(NODE_UID, "machine")
                .settled();

        assertRests(plan);
        assertThat(condition(plan, CREDENTIAL_ISSUED)).isEqualTo("False NodeExists");
    }

    @Test
    void the_name_is_taken_back_from_its_own_former_self_first() {
        var plan = reCreated(PINNED)
                .heldByItsFormerSelf()
                .remembering(NODE_UID, "machine")
                .settled();

        assertThat(plan.effect()).isInstanceOf(Effect.Reclaim.class);
    }

    @Test
    void without_a_node_the_former_self_is_no_obstacle_either() {
        assertThat(aRequest().approved().heldByItsFormerSelf().settled().effect())
                .isInstanceOf(Effect.Reclaim.class);
    }

    @Test
    void a_name_that_is_only_remembered_is_free_when_its_node_is_gone() {
        var plan = aRequest()
                .approved()
                .holding(1)
                .remembering(NODE_UID, "another")
                .vacant()
                .settled();

        assertThat(plan.effect()).isInstanceOfSatisfying(Effect.HoldName.class, effect -> {
            assertThat(effect.hold().nodeUid()).isEmpty();
            assertThat(effect.hold().publicKeySha256()).isEmpty();
            assertThat(effect.hold().resourceVersion()).contains("5");
        });
    }

    private static JoinSnapshots reCreated(String spec) {
        return aRequest().asking(spec).approved().withNode(aNode()).holding(1);
    }
}
