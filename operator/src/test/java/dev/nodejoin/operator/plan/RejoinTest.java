package dev.nodejoin.operator.plan;

import static dev.nodejoin.api.v1alpha1.ConditionType.CERTIFICATE_ISSUED;
import static dev.nodejoin.api.v1alpha1.ConditionType.CREDENTIAL_ISSUED;
import static dev.nodejoin.api.v1alpha1.ConditionType.NODE_REGISTERED;
import static dev.nodejoin.api.v1alpha1.ConditionType.READY;
import static dev.nodejoin.operator.plan.Csr.csr;
import static dev.nodejoin.operator.plan.JoinSnapshots.CANDIDATE;
import static dev.nodejoin.operator.plan.JoinSnapshots.CREATED;
import static dev.nodejoin.operator.plan.JoinSnapshots.INTACT;
import static dev.nodejoin.operator.plan.JoinSnapshots.NODE_UID;
import static dev.nodejoin.operator.plan.JoinSnapshots.NOW;
import static dev.nodejoin.operator.plan.JoinSnapshots.aNode;
import static dev.nodejoin.operator.plan.JoinSnapshots.aRequest;
import static dev.nodejoin.operator.plan.JoinSnapshots.aSilentControlPlane;
import static dev.nodejoin.operator.plan.JoinSnapshots.aSilentNode;
import static dev.nodejoin.operator.plan.JoinSnapshots.protection;
import static dev.nodejoin.operator.plan.Plans.assertRests;
import static dev.nodejoin.operator.plan.Plans.certificate;
import static dev.nodejoin.operator.plan.Plans.condition;
import static dev.nodejoin.operator.plan.Plans.message;
import static dev.nodejoin.operator.plan.Plans.tokenState;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.api.v1alpha1.CertificateStatus;
import dev.nodejoin.api.v1alpha1.ConditionType;
import dev.nodejoin.api.v1alpha1.RecordedApproval;
import dev.nodejoin.api.v1alpha1.RegisteredNode;
import dev.nodejoin.api.v1alpha1.TokenState;
import dev.nodejoin.policy.approval.ApprovalTerms;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may join in the place of a Node that is there. */
class RejoinTest {
    private static final Instant A_MINUTE_AGO = NOW.minusSeconds(60);
    private static final Instant ELEVEN_MINUTES_AGO = NOW.minusSeconds(660);
    private static final String PINNED = "{'identity': {'publicKey': '%s'}}"
            .formatted(Csr.publicKeyPem("machine").replace("\n", "\\n"));

    @Nested
    class Remembering {
        @Test
        void the_key_of_the_machine_is_kept_in_the_lease_once_its_node_is_there() {
            var request = joined("{'rejoin': 'SameKey'}").withNode(aNode());

            assertThat(request.settled().effect())
                    .isInstanceOfSatisfying(
                            Effect.HoldName.class,
                            effect -> assertThat(effect.hold().keyOf(NODE_UID)).contains(Csr.keyOf("machine")));
            assertRests(request.remembering(NODE_UID, "machine").settled());
        }

        @Test
        void a_pinned_key_is_kept_too_for_the_day_that_the_request_is_lost() {
            assertThat(joined(PINNED).withNode(aNode()).settled().effect()).isInstanceOf(Effect.HoldName.class);
        }

        @Test
        void where_nobody_can_need_it_a_write_is_saved() {
            assertRests(joined("{'rejoin': 'Never'}").withNode(aNode()).settled());
        }

        @Test
        void what_is_known_of_a_node_is_never_changed() {
            assertRests(joined("{'rejoin': 'SameKey'}")
                    .withNode(aNode())
                    .remembering(NODE_UID, "another")
                    .settled());
            assertRests(joined("{'rejoin': 'SameKey'}")
                    .withNode(aNode())
                    .remembering("older-node", "another")
                    .settled());
        }
    }

    @Nested
    class SameKey {
        private static final String SAME_KEY = "{'rejoin': 'SameKey'}";

        @Test
        void a_node_that_is_heard_of_needs_no_token() {
            assertRests(joined(SAME_KEY)
                    .remembering(NODE_UID, "machine")
                    .withNode(aNode())
                    .settled());
        }

        @Test
        void a_silent_node_gets_another_attempt_for_the_known_key() {
            var plan = silent(SAME_KEY).settled();

            assertThat(plan.effect()).isInstanceOfSatisfying(Effect.HoldName.class, effect -> {
                assertThat(effect.hold().attempt()).isEqualTo(2);
                assertThat(effect.hold().tokenId()).isEqualTo(CANDIDATE);
                assertThat(effect.hold().keyOf(NODE_UID)).contains(Csr.keyOf("machine"));
            });
            assertThat(condition(plan, CREDENTIAL_ISSUED)).isEqualTo("False Minting");
            assertThat(condition(plan, NODE_REGISTERED)).isEqualTo("True Registered");
        }

        @Test
        void the_claim_forgets_the_certificate_before_but_not_its_key() {
            var plan = silent(SAME_KEY)
                    .holding(2, CANDIDATE)
                    .remembering(NODE_UID, "machine")
                    .plan();

            assertThat(tokenState(plan)).isEqualTo(TokenState.CLAIMED);
            assertThat(plan.status().certificate())
                    .isEqualTo(new CertificateStatus(null, null, Csr.keyOf("machine"), null, null, null));
        }

        @ParameterizedTest
        @ValueSource(strings = {"{'rejoin': 'Never'}", "{'rejoin': null}"})
        void without_it_nothing_is_minted(String spec) {
            assertRests(silent(spec).settled());
        }

        @Test
        void nothing_is_minted_after_the_deadline() {
            assertRests(silent(SAME_KEY).settledAt(CREATED.plus(Duration.ofDays(1))));
        }

        @Test
        void nothing_is_minted_if_the_key_is_not_known_or_of_another_node() {
            assertRests(silent(SAME_KEY).remembering(NODE_UID).issuedNothing().settled());
            assertRests(silent(SAME_KEY).remembering("older-node", "machine").settled());
            assertRests(silent(SAME_KEY).heldByNobody().settled());
        }

        @Test
        void a_control_plane_keeps_its_place_whoever_has_its_key() {
            var controlPlane = aSilentControlPlane(NODE_UID, A_MINUTE_AGO);

            assertRests(silent(SAME_KEY).withNode(controlPlane).settled());
            assertThat(tokenState(underWay(SAME_KEY).withNode(controlPlane).plan()))
                    .isEqualTo(TokenState.REVOKING);
        }

        @Test
        void policies_are_asked_again_before_anything_is_minted() {
            var plan = silent(SAME_KEY)
                    .governedBy("{'bounds': {'rejoins': ['Never']}}")
                    .settled();

            assertRests(plan);
            assertThat(condition(plan, ConditionType.ACCEPTED)).isEqualTo("False OutOfBounds");
        }

        @Test
        void a_policy_that_takes_it_back_takes_the_token_back() {
            var plan = underWay(SAME_KEY)
                    .governedBy("{'bounds': {'rejoins': ['Never']}}")
                    .plan();

            assertThat(tokenState(plan)).isEqualTo(TokenState.REVOKING);
        }

        @Test
        void policies_have_no_say_while_the_node_is_heard_of() {
            var plan = joined(SAME_KEY)
                    .remembering(NODE_UID, "machine")
                    .withNode(aNode())
                    .governedBy("{'bounds': {'rejoins': ['Never']}}")
                    .settled();

            assertThat(condition(plan, ConditionType.ACCEPTED)).isEqualTo("True Accepted");
        }

        @Test
        void the_known_key_is_certified_while_the_node_is_silent() {
            var request = underWay(SAME_KEY).with(csr("csr-2").by("machine"));

            assertThat(request.settled().effect()).isInstanceOf(Effect.Approve.class);
        }

        @Test
        void another_key_is_not() {
            var plan = underWay(SAME_KEY).with(csr("csr-2").by("thief")).settled();

            assertThat(plan.effect()).isInstanceOf(Effect.Deny.class);
            assertThat(condition(plan, CERTIFICATE_ISSUED)).isEqualTo("False KeyMismatch");
        }

        @Test
        void a_status_that_names_another_key_is_not_believed() {
            var plan = underWay(SAME_KEY)
                    .knowing("thief")
                    .with(csr("csr-2").by("thief"))
                    .settled();

            assertThat(plan.effect()).isInstanceOf(Effect.Deny.class);
        }

        @Test
        void a_node_that_is_back_ends_it() {
            var plan = underWay(SAME_KEY).withNode(aNode()).plan();

            assertThat(tokenState(plan)).isEqualTo(TokenState.REVOKING);
        }

        @Test
        void the_token_goes_when_the_kubelet_is_heard_of_with_the_new_certificate() {
            var request = underWay(SAME_KEY).issued(NOW.minusSeconds(5));

            var waiting = request.settled();
            assertRests(waiting);
            assertThat(waiting.lookAgainAt()).contains(Instant.parse("2026-03-01T09:30:00Z"));
            assertThat(condition(waiting, READY)).isEqualTo("False NodeNotReady");
            assertThat(tokenState(request.withNode(aNode()).plan())).isEqualTo(TokenState.REVOKING);
        }

        @Test
        void a_certificate_that_came_after_the_node_was_back_is_recorded() {
            var approved = csr("csr-2").by("machine").approvedAt(NOW.minusSeconds(3));
            var request = underWay(SAME_KEY)
                    .claiming("csr-2", "machine")
                    .token(TokenState.REVOKED)
                    .withNode(aNode())
                    .with(approved.signed());

            assertThat(certificate(request.settled()).serial()).isNotNull();
        }

        @Test
        void another_protection_voids_the_approval_since_a_token_may_come_of_it() {
            var request = joined(SAME_KEY).remembering(NODE_UID, "machine").withNode(aNode());

            assertThat(request.under(protection(2)).plan().status().approved()).isNull();
            assertThat(joined("{'rejoin': 'Never'}")
                            .withNode(aNode())
                            .under(protection(2))
                            .plan()
                            .status()
                            .approved())
                    .isNotNull();
        }

        @Test
        void a_denial_takes_the_token_back() {
            var plan = underWay(SAME_KEY).deniedBy("bob", "no").plan();

            assertThat(tokenState(plan)).isEqualTo(TokenState.REVOKING);
        }
    }

    @Nested
    class IfNotReady {
        private static final String IF_NOT_READY = "{'rejoin': 'IfNotReady'}";
        private static final ApprovalTerms ONE_PERSON = new ApprovalTerms(false, 1, Optional.empty(), List.of());
        private static final ApprovalTerms TWO_PEOPLE = new ApprovalTerms(false, 2, Optional.empty(), List.of());
        private static final ApprovalTerms AUTOMATIC = new ApprovalTerms(true, 1, Optional.empty(), List.of());
        private static final String ALLOWED = "{'bounds': {'rejoins': ['Never', 'SameKey', 'IfNotReady']}}";

        @Test
        void without_a_policy_that_allows_it_the_request_is_out_of_bounds() {
            assertThat(condition(aRequest().asking(IF_NOT_READY).plan(), ConditionType.ACCEPTED))
                    .isEqualTo("False OutOfBounds");
        }

        @Test
        void a_node_that_was_heard_of_within_ten_minutes_is_left_alone() {
            var request = toBeReplaced();

            var plan = request.withNode(aSilentNode(NODE_UID, A_MINUTE_AGO)).settled();
            assertRests(plan);
            assertThat(condition(plan, CREDENTIAL_ISSUED)).isEqualTo("False NodeExists");
            assertThat(plan.lookAgainAt()).contains(A_MINUTE_AGO.plusSeconds(600));
        }

        @Test
        void a_node_that_was_not_is_taken_only_if_its_lease_says_so_too() {
            var request = toBeReplaced();
            var first = request.settled();
            assertThat(first.effect())
                    .isInstanceOfSatisfying(
                            Effect.HoldName.class,
                            effect -> assertThat(effect.hold().isOf(NODE_UID)).isTrue());

            var plan = request.after((Effect.HoldName) first.effect()).plan();

            assertThat(plan.status().node()).isEqualTo(new RegisteredNode(NODE_UID));
            assertThat(plan.onlyIfSilent()).contains(new Silence("worker-1", NOW.minusSeconds(600)));
        }

        @Test
        void the_claim_of_a_token_looks_at_the_lease_again() {
            var plan = replacing()
                    .token(TokenState.REVOKED)
                    .holding(2, CANDIDATE)
                    .remembering(NODE_UID)
                    .plan();

            assertThat(tokenState(plan)).isEqualTo(TokenState.CLAIMED);
            assertThat(plan.onlyIfSilent()).isPresent();
        }

        @Test
        void the_requests_own_node_is_not_replaced_sooner_either() {
            var plan = replacing()
                    .token(TokenState.REVOKED)
                    .withNode(aSilentNode(NODE_UID, A_MINUTE_AGO))
                    .settled();

            assertRests(plan);
            assertThat(plan.lookAgainAt()).contains(A_MINUTE_AGO.plusSeconds(600));
        }

        @Test
        void a_node_that_came_after_the_approval_is_not_replaced() {
            var plan = toBeReplaced()
                    .withNode(aSilentNode("later-node", ELEVEN_MINUTES_AGO))
                    .settled();

            assertRests(plan);
            assertThat(condition(plan, CREDENTIAL_ISSUED)).isEqualTo("False NodeExists");
        }

        @Test
        void a_control_plane_is_not_replaced_however_silent_and_approved() {
            var plan = toBeReplaced()
                    .withNode(aSilentControlPlane(NODE_UID, ELEVEN_MINUTES_AGO))
                    .settled();

            assertRests(plan);
            assertThat(condition(plan, CREDENTIAL_ISSUED)).isEqualTo("False NodeExists");
            assertThat(message(plan, CREDENTIAL_ISSUED)).contains("is a control plane");
        }

        @Test
        void nobody_is_let_in_when_no_policy_allows_it_any_more() {
            var plan = replacing()
                    .governedBy("{'bounds': {'rejoins': ['Never']}}")
                    .with(csr("csr-2").by("another"))
                    .plan();

            assertThat(tokenState(plan)).isEqualTo(TokenState.REVOKING);
        }

        @Test
        void an_approval_that_policies_outvoted_has_to_be_given_again_though_they_come_back() {
            var request = replacing().approvedBy("alice").issued(NOW.minusSeconds(60));
            var outvoted = request.taking(TWO_PEOPLE).settled();
            assertThat(outvoted.status().approved()).isNull();

            var again = request.after(outvoted).taking(ONE_PERSON).settled();

            assertThat(again.status().approved()).isNull();
            assertThat(again.status().approvals()).isEmpty();
        }

        @Test
        void what_is_approved_automatically_vouches_for_no_other_node_than_the_first() {
            var request = joined(IF_NOT_READY)
                    .approvedAutomatically()
                    .governedBy(ALLOWED)
                    .withNode(aNode("another-node", NOW));
            var outvoted = request.taking(TWO_PEOPLE).settled();
            assertThat(outvoted.status().approved()).isNull();

            var again = request.after(outvoted).taking(AUTOMATIC).settled();

            assertThat(again.status().approved()).isNotNull().returns(null, RecordedApproval::nodeUID);
        }

        @Test
        void one_other_key_is_let_in_and_the_approval_is_spent() {
            var request = replacing().with(csr("csr-2").by("another"));

            var claim = request.plan();
            assertThat(claim.onlyIfSilent()).isPresent();
            assertThat(certificate(claim).publicKeySHA256()).isEqualTo(Csr.keyOf("another"));
            assertThat(Objects.requireNonNull(claim.status().approved()).nodeUID())
                    .isNull();
            assertThat(request.settled().effect()).isInstanceOf(Effect.Approve.class);
        }

        @Test
        void a_second_other_key_is_not() {
            var request = replacing().with(csr("csr-2").by("another"));
            request.after(request.plan());

            assertThat(request.without("csr-2")
                            .with(csr("csr-3").by("third"))
                            .settled()
                            .effect())
                    .isInstanceOf(Effect.Deny.class);
        }

        @Test
        void a_pinned_key_stays_the_only_one() {
            var plan = replacing(PINNED).with(csr("csr-2").by("another")).settled();

            assertThat(plan.effect()).isInstanceOf(Effect.Deny.class);
        }

        @Test
        void nobody_is_let_in_when_the_kubelet_is_heard_of_after_all() {
            var plan = replacing()
                    .withNode(aNode())
                    .with(csr("csr-2").by("another"))
                    .plan();

            assertThat(tokenState(plan)).isEqualTo(TokenState.REVOKING);
        }

        private static JoinSnapshots toBeReplaced() {
            return aRequest()
                    .asking(IF_NOT_READY)
                    .governedBy(ALLOWED)
                    .approvedWhile(NODE_UID)
                    .withNode(aSilentNode(NODE_UID, ELEVEN_MINUTES_AGO));
        }

        /** The request has taken the Node for its own; a token is live. */
        private static JoinSnapshots replacing() {
            return replacing("{}");
        }

        private static JoinSnapshots replacing(String spec) {
            return aRequest()
                    .asking(IF_NOT_READY)
                    .governedBy(ALLOWED)
                    .asking(spec)
                    .approvedWhile(NODE_UID)
                    .withNode(aSilentNode(NODE_UID, ELEVEN_MINUTES_AGO))
                    .registered(NODE_UID)
                    .holding(1)
                    .remembering(NODE_UID)
                    .token(TokenState.LIVE)
                    .handedOver("hand-off-1");
        }
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

    private static JoinSnapshots silent(String spec) {
        return joined(spec).remembering(NODE_UID, "machine").withNode(aSilentNode(NODE_UID, A_MINUTE_AGO));
    }

    /** The machine may ask; it has not yet. */
    private static JoinSnapshots underWay(String spec) {
        return silent(spec).token(TokenState.LIVE).handedOver("hand-off-1").knowing("machine");
    }
}
