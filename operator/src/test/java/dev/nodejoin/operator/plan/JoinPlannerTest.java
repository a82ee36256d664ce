package dev.nodejoin.operator.plan;

import static dev.nodejoin.api.v1alpha1.ConditionType.ACCEPTED;
import static dev.nodejoin.api.v1alpha1.ConditionType.APPROVED;
import static dev.nodejoin.api.v1alpha1.ConditionType.CERTIFICATE_ISSUED;
import static dev.nodejoin.api.v1alpha1.ConditionType.CREDENTIAL_ISSUED;
import static dev.nodejoin.api.v1alpha1.ConditionType.HANDED_OVER;
import static dev.nodejoin.api.v1alpha1.ConditionType.NODE_REGISTERED;
import static dev.nodejoin.api.v1alpha1.ConditionType.READY;
import static dev.nodejoin.operator.plan.Csr.csr;
import static dev.nodejoin.operator.plan.JoinSnapshots.CANDIDATE;
import static dev.nodejoin.operator.plan.JoinSnapshots.CREATED;
import static dev.nodejoin.operator.plan.JoinSnapshots.INTACT;
import static dev.nodejoin.operator.plan.JoinSnapshots.NODE_UID;
import static dev.nodejoin.operator.plan.JoinSnapshots.NOW;
import static dev.nodejoin.operator.plan.JoinSnapshots.OLD_TOKEN;
import static dev.nodejoin.operator.plan.JoinSnapshots.THIS_PROCESS;
import static dev.nodejoin.operator.plan.JoinSnapshots.TOKEN;
import static dev.nodejoin.operator.plan.JoinSnapshots.UID;
import static dev.nodejoin.operator.plan.JoinSnapshots.aCertifiedRequest;
import static dev.nodejoin.operator.plan.JoinSnapshots.aJoinedRequest;
import static dev.nodejoin.operator.plan.JoinSnapshots.aLiveRequest;
import static dev.nodejoin.operator.plan.JoinSnapshots.aNode;
import static dev.nodejoin.operator.plan.JoinSnapshots.aRequest;
import static dev.nodejoin.operator.plan.JoinSnapshots.protection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.api.v1alpha1.ConditionType;
import dev.nodejoin.api.v1alpha1.HandOffKind;
import dev.nodejoin.api.v1alpha1.HandOffStatus;
import dev.nodejoin.api.v1alpha1.RegisteredNode;
import dev.nodejoin.api.v1alpha1.TokenState;
import dev.nodejoin.api.v1alpha1.TokenStatus;
import dev.nodejoin.operator.name.NameHold;
import dev.nodejoin.policy.certificate.Refusal;
import dev.nodejoin.protocol.token.TokenId;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every row of the conditions table and every step of a join, one thought at a time. */
class JoinPlannerTest {
    private static final Instant DEADLINE = CREATED.plus(Duration.ofDays(1));
    private static final OwnAttempt FAILED = new OwnAttempt.Failed("HandOffConflict", "A Secret was there already");

    @Nested
    class Accepted {
        @Test
        void a_request_in_a_served_namespace_is_accepted() {
            assertThat(condition(aRequest().plan(), ACCEPTED)).isEqualTo("True Accepted");
        }

        @Test
        void a_request_elsewhere_is_told_so() {
            var plan = aRequest().in("default").notServed().settled();

            assertThat(condition(plan, ACCEPTED)).isEqualTo("False NamespaceNotServed");
            assertThat(message(plan, ACCEPTED)).contains("default");
            assertRests(plan);
            assertThat(plan.status().approvalKey()).isNull();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{'nodeName': null}                           | spec.nodeName",
                    "{'nodeName': ''}                             | spec.nodeName",
                    "{'nodeName': 'Worker'}                       | spec.nodeName",
                    "{'nodeName': 'a/b'}                          | spec.nodeName",
                    "{'nodeName': '-a'}                           | spec.nodeName",
                    "{'token': {'ttlSeconds': 599}}               | spec.token.ttlSeconds",
                    "{'token': {'ttlSeconds': 86401}}             | spec.token.ttlSeconds",
                    "{'token': {'ttlSeconds': -9223372036854775808}} | spec.token.ttlSeconds",
                    "{'token': {'ttlSeconds': 9223372036854775807}} | spec.token.ttlSeconds",
                    "{'deadlineSeconds': 599}                     | spec.deadlineSeconds",
                    "{'deadlineSeconds': 2592001}                 | spec.deadlineSeconds",
                    "{'deadlineSeconds': -1}                      | spec.deadlineSeconds",
                    "{'deadlineSeconds': 9223372036854775807}     | spec.deadlineSeconds",
                    "{'deadlineSeconds': -9223372036854775808}    | spec.deadlineSeconds",
                    "{'identity': {'publicKey': 'ssh-rsa AAAA'}}  | spec.identity.publicKey"
                })
        void a_malformed_request_is_told_which_field_is_wrong(String edit, String field) {
            var plan = aRequest().approved().asking(edit.replace("''", "\"\"")).plan();

            assertThat(condition(plan, ACCEPTED)).isEqualTo("False OutOfBounds");
            assertThat(message(plan, ACCEPTED)).startsWith(field);
            assertRests(plan);
        }

        @Test
        void a_request_at_the_edges_of_its_bounds_is_accepted() {
            assertThat(condition(
                            aRequest()
                                    .asking("{'token': {'ttlSeconds': 600}, 'deadlineSeconds': 2592000}")
                                    .plan(),
                            ACCEPTED))
                    .isEqualTo("True Accepted");
            assertThat(condition(
                            aRequest()
                                    .asking("{'token': {'ttlSeconds': 86400}, 'deadlineSeconds': 600}")
                                    .plan(),
                            ACCEPTED))
                    .isEqualTo("True Accepted");
        }

        @Test
        void what_is_out_of_bounds_gets_nothing_even_if_it_was_approved() {
            var plan = aRequest()
                    .asking("{'token': {'ttlSeconds': 60}}")
                    .approved()
                    .settled();

            assertRests(plan);
            assertThat(plan.status().token()).isNull();
        }
    }

    @Nested
    class Suspended {
        @Test
        void nothing_is_published_recorded_or_minted() {
            assertThat(aRequest().suspended().plan().status().approvalKey()).isNull();
            assertThat(aRequest()
                            .published()
                            .approvedBy("alice")
                            .suspended()
                            .settled()
                            .status()
                            .approved())
                    .isNull();
            assertRests(aRequest().approved().suspended().settled());
        }

        @Test
        void a_live_token_is_revoked_buried_and_forgotten_and_the_name_is_kept() {
            var request = aLiveRequest().suspended();

            var revoking = request.plan();
            assertThat(condition(revoking, ACCEPTED)).isEqualTo("False Suspended");
            assertThat(condition(revoking, CREDENTIAL_ISSUED)).isEqualTo("False Revoked");
            assertThat(tokenState(revoking)).isEqualTo(TokenState.REVOKING);
            assertThat(revoking.effect()).isEqualTo(new Effect.None());

            var burying = request.settled();
            assertThat(burying.effect())
                    .isEqualTo(new Effect.Bury(
                            TOKEN, Instant.parse("2026-03-01T09:30:00Z"), true, Optional.of("hand-off-1")));

            var gone = request.buried().settled();
            assertThat(tokenState(gone)).isEqualTo(TokenState.REVOKED);
            assertThat(gone.status().handOff()).isNull();
            assertRests(gone);
            assertThat(gone.lookAgainAt()).contains(DEADLINE);
        }

        @Test
        void an_approval_that_was_recorded_is_still_told() {
            assertThat(condition(aLiveRequest().suspended().plan(), APPROVED)).isEqualTo("True Approved");
        }

        @Test
        void a_joined_node_stays_what_it_is() {
            var plan = aJoinedRequest().suspended().settled();

            assertThat(condition(plan, NODE_REGISTERED)).isEqualTo("True Registered");
            assertRests(plan);
            assertThat(plan.lookAgainAt()).isEmpty();
        }

        @Test
        void afterwards_the_next_attempt_starts() {
            var request = aRequest().approved().holding(1).token(TokenState.REVOKED);

            assertThat(request.settled().effect()).isInstanceOfSatisfying(Effect.HoldName.class, hold -> {
                assertThat(hold.hold().attempt()).isEqualTo(2);
                assertThat(hold.hold().tokenId()).isEqualTo(CANDIDATE);
                assertThat(hold.hold().previousTokenId()).contains(TOKEN);
            });
        }

        @Test
        void a_denial_ends_it_all_the_same() {
            var request = aRequest().approved().holding(1).suspended().deniedBy("bob", "no");

            var plan = request.settled();
            assertThat(condition(plan, APPROVED)).isEqualTo("False Denied");
            assertThat(plan.effect()).isInstanceOf(Effect.FreeName.class);
        }

        @Test
        void the_deadline_runs_on() {
            var request = aRequest().approved().holding(1).suspended();

            assertThat(request.settled().lookAgainAt()).contains(DEADLINE);
            var plan = request.settledAt(DEADLINE);
            assertThat(condition(plan, APPROVED)).isEqualTo("False Expired");
            assertThat(plan.effect()).isInstanceOf(Effect.FreeName.class);
        }
    }

    @Nested
    class Approved {
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
            assertThat(after.status().approvalKey())
                    .isNotEqualTo(before.status().approvalKey());
            assertThat(after.status().approvals()).isEmpty();
            assertThat(after.status().conditions()).isEqualTo(before.status().conditions());
        }

        @Test
        void after_the_certificate_a_changed_specification_needs_a_new_approval() {
            var plan =
                    aJoinedRequest().asking("{'node': {'labels': {'a': 'b'}}}").settled();

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

            assertThat(condition(request.planAt(DEADLINE.minusMillis(1)), APPROVED))
                    .isNotEqualTo("False Expired");
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

    @Nested
    class Name {
        @Test
        void an_approved_request_takes_its_name_first() {
            var plan = aRequest().approved().settled();

            assertThat(plan.effect())
                    .isEqualTo(new Effect.HoldName(new NameHold(
                            "worker-1",
                            new NameHold.Holder("nodejoin", "first", UID),
                            1,
                            CANDIDATE,
                            NOW.plusSeconds(3600),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty())));
            assertThat(plan.status().token()).isNull();
            assertThat(condition(plan, CREDENTIAL_ISSUED)).isEqualTo("False Minting");
        }

        @Test
        void the_pinned_key_is_written_beside_the_name() {
            var plan = aRequest()
                    .asking("{'identity': {'publicKey': '%s'}}"
                            .formatted(Csr.publicKeyPem("machine").replace("\n", "\\n")))
                    .approved()
                    .settled();

            assertThat(plan.effect())
                    .isInstanceOfSatisfying(
                            Effect.HoldName.class,
                            hold -> assertThat(hold.hold().publicKeySha256()).contains(Csr.keyOf("machine")));
        }

        @Test
        void a_name_that_another_request_holds_is_waited_for() {
            var plan = aRequest().approved().heldByAnother().settled();

            assertThat(condition(plan, CREDENTIAL_ISSUED)).isEqualTo("False NameHeld");
            assertThat(message(plan, CREDENTIAL_ISSUED)).contains("nodejoin/another");
            assertRests(plan);
            assertThat(plan.lookAgainAt()).contains(DEADLINE);
        }

        @Test
        void the_name_of_an_existing_node_is_not_taken() {
            var plan = aRequest().approved().withNode(aNode()).settled();

            assertThat(condition(plan, CREDENTIAL_ISSUED)).isEqualTo("False NodeExists");
            assertRests(plan);
        }

        @Test
        void an_existing_node_stops_a_claim_too() {
            assertRests(aRequest().approved().holding(1).withNode(aNode()).settled());
        }

        @Test
        void a_token_never_outlives_the_deadline() {
            var plan = aRequest().asking("{'deadlineSeconds': 5400}").approved().settled();

            assertThat(plan.effect())
                    .isInstanceOfSatisfying(
                            Effect.HoldName.class,
                            hold -> assertThat(hold.hold().expiresAt()).isEqualTo(CREATED.plusSeconds(5400)));
        }

        @Test
        void a_token_lives_as_long_as_was_asked() {
            var plan = aRequest()
                    .asking("{'token': {'ttlSeconds': 600}}")
                    .approved()
                    .settled();

            assertThat(plan.effect())
                    .isInstanceOfSatisfying(
                            Effect.HoldName.class,
                            hold -> assertThat(hold.hold().expiresAt()).isEqualTo(NOW.plusSeconds(600)));
        }
    }

    @Nested
    class Token {
        @Test
        void an_attempt_is_claimed_before_anything_is_minted() {
            var plan = aRequest().approved().holding(1).plan();

            assertThat(plan.status().token())
                    .isEqualTo(new TokenStatus(
                            "abc123",
                            1,
                            TokenState.CLAIMED,
                            NOW.plusSeconds(1800).toString(),
                            THIS_PROCESS,
                            NOW.toString()));
            assertThat(plan.effect()).isEqualTo(new Effect.None());
        }

        @Test
        void a_name_held_for_an_earlier_attempt_is_held_anew_first() {
            var plan =
                    aRequest().approved().holding(1).token(TokenState.REVOKED).settled();

            assertThat(plan.effect())
                    .isInstanceOfSatisfying(
                            Effect.HoldName.class,
                            hold -> assertThat(hold.hold())
                                    .returns(2, NameHold::attempt)
                                    .returns(Optional.of(TOKEN), NameHold::previousTokenId)
                                    .returns(Optional.of("5"), NameHold::resourceVersion));
        }

        @Test
        void the_claimant_mints_proves_and_hands_over() {
            var claimed = aRequest().approved().holding(1).token(TokenState.CLAIMED);

            assertThat(claimed.settled().effect())
                    .isEqualTo(new Effect.Mint(TOKEN, 1, Instant.parse("2026-03-01T09:30:00Z")));
            assertThat(claimed.did(new OwnAttempt.Minted()).settled().effect()).isEqualTo(new Effect.Prove(TOKEN));
            assertThat(claimed.did(new OwnAttempt.Proven()).settled().effect())
                    .isEqualTo(new Effect.HandOver(TOKEN, 1, Optional.empty()));
            var live = claimed.did(new OwnAttempt.HandedOver("hand-off-1")).plan();
            assertThat(tokenState(live)).isEqualTo(TokenState.LIVE);
            assertThat(live.status().handOff()).isEqualTo(new HandOffStatus(HandOffKind.SECRET, "hand-off-1"));
            assertThat(condition(live, CREDENTIAL_ISSUED)).isEqualTo("True TokenLive");
            assertThat(condition(live, HANDED_OVER)).isEqualTo("True HandedOver");
            assertThat(message(live, HANDED_OVER)).contains("hand-off-1");
            assertThat(condition(live, CERTIFICATE_ISSUED)).isEqualTo("False AwaitingRequest");
        }

        @Test
        void any_other_process_waits_ten_seconds_and_then_burns() {
            var claimed = aRequest()
                    .approved()
                    .holding(1)
                    .token(TokenState.CLAIMED)
                    .claimedBy("another-process")
                    .claimedAt(NOW);

            var waiting = claimed.settledAt(NOW.plusMillis(9_999));
            assertRests(waiting);
            assertThat(waiting.lookAgainAt()).contains(NOW.plusSeconds(10));
            assertThat(tokenState(claimed.planAt(NOW.plusSeconds(10)))).isEqualTo(TokenState.REVOKING);
        }

        @Test
        void another_process_does_not_go_on_with_what_it_remembers() {
            var claimed = aRequest()
                    .approved()
                    .holding(1)
                    .token(TokenState.CLAIMED)
                    .claimedBy("another-process")
                    .did(new OwnAttempt.HandedOver("hand-off-1"));

            assertRests(claimed.settled());
        }

        @ParameterizedTest
        @ValueSource(longs = {10_000, 10_001, 3_600_000})
        void a_claimant_that_takes_too_long_burns_its_own_attempt(long milliseconds) {
            var claimed =
                    aRequest().approved().holding(1).token(TokenState.CLAIMED).claimedAt(NOW);

            for (var did : List.of(
                    new OwnAttempt.Unminted(), new OwnAttempt.Minted(), new OwnAttempt.HandedOver("hand-off-1")))
                assertThat(tokenState(claimed.did(did).planAt(NOW.plusMillis(milliseconds))))
                        .isEqualTo(TokenState.REVOKING);
        }

        @Test
        void a_failed_attempt_is_burnt() {
            var request =
                    aRequest().approved().holding(1).token(TokenState.CLAIMED).did(FAILED);

            assertThat(tokenState(request.plan())).isEqualTo(TokenState.REVOKING);
            assertThat(request.settled().effect())
                    .isEqualTo(new Effect.Bury(TOKEN, Instant.parse("2026-03-01T09:30:00Z"), false, Optional.empty()));
        }

        @ParameterizedTest
        @CsvSource({"1,1", "2,2", "3,4", "4,8", "9,256", "10,300", "40,300"})
        void the_next_attempt_comes_after_a_pause_that_grows(int attempt, int seconds) {
            var request = aRequest()
                    .approved()
                    .holding(attempt)
                    .token(TokenState.REVOKED)
                    .attempt(attempt)
                    .claimedAt(NOW)
                    .did(FAILED);

            var pausing = request.settledAt(NOW.plusSeconds(seconds).minusMillis(1));
            assertRests(pausing);
            assertThat(pausing.lookAgainAt()).contains(NOW.plusSeconds(seconds));
            assertThat(condition(pausing, HANDED_OVER)).isEqualTo("False HandOffConflict");
            assertThat(request.settledAt(NOW.plusSeconds(seconds)).effect())
                    .isInstanceOfSatisfying(
                            Effect.HoldName.class,
                            hold -> assertThat(hold.hold().attempt()).isEqualTo(attempt + 1));
        }

        @Test
        void a_burnt_attempt_is_over_only_when_it_is_buried() {
            var request = aRequest().approved().holding(1).token(TokenState.REVOKING);

            assertThat(request.settled().effect()).isInstanceOf(Effect.Bury.class);
            assertThat(tokenState(request.buried().plan())).isEqualTo(TokenState.REVOKED);
        }

        @Test
        void a_live_token_is_replaced_a_minute_before_it_runs_out() {
            var request = aLiveRequest().expiring(NOW.plusSeconds(120));

            var resting = request.settledAt(NOW.plusMillis(59_999));
            assertRests(resting);
            assertThat(resting.lookAgainAt()).contains(NOW.plusSeconds(60));
            assertThat(tokenState(request.planAt(NOW.plusSeconds(60)))).isEqualTo(TokenState.REVOKING);
        }

        @Test
        void a_token_that_ends_with_the_deadline_is_not_replaced() {
            var request = aLiveRequest().expiring(DEADLINE);

            var plan = request.settledAt(DEADLINE.minusSeconds(30));
            assertRests(plan);
            assertThat(plan.lookAgainAt()).contains(DEADLINE);
        }

        @ParameterizedTest
        @EnumSource(TokenState.class)
        void a_token_that_a_stranger_wrote_into_the_status_is_got_rid_of(TokenState state) {
            var request = aRequest()
                    .approved()
                    .holding(1)
                    .token(new TokenStatus("not an id", null, state, "yesterday", null, null));

            for (var step = 0; step < 32; step++) {
                if (request.settled().effect() instanceof Effect.HoldName) return;
                request.buried();
            }
            throw new AssertionError("no new attempt");
        }
    }

    @Nested
    class Certificates {
        @Test
        void a_signing_request_is_claimed_before_it_is_approved() {
            var request = aLiveRequest().with(csr("csr-1"));

            var claim = request.plan();
            assertThat(claim.effect()).isEqualTo(new Effect.None());
            assertThat(claim.status().certificate()).returns("csr-1", c -> c.requestName());
            assertThat(claim.status().certificate()).returns("uid-of-csr-1", c -> c.requestUID());
            assertThat(claim.status().certificate()).returns(Csr.keyOf("machine"), c -> c.publicKeySHA256());
            assertThat(claim.status().certificate()).returns(null, c -> c.serial());
            assertThat(claim.onlyIfGone()).isEmpty();
            assertThat(request.after(claim).settled().effect())
                    .isEqualTo(new Effect.Approve(csr("csr-1").facts()));
        }

        @Test
        void nothing_is_judged_before_the_token_is_live() {
            var effect = aRequest()
                    .approved()
                    .holding(1)
                    .token(TokenState.CLAIMED)
                    .with(csr("csr-1"))
                    .claiming("csr-1", "machine")
                    .settled()
                    .effect();

            assertThat(effect).isNotInstanceOfAny(Effect.Approve.class, Effect.Deny.class);
        }

        /** So that an approval which a stalled process is about to write fails: it names the version that was undecided. */
        @ParameterizedTest
        @EnumSource(names = {"REVOKING", "REVOKED"})
        void what_a_spent_token_asked_for_is_denied_before_anything_else(TokenState state) {
            var plan = aRequest()
                    .approved()
                    .holding(1)
                    .token(state)
                    .with(csr("csr-1"))
                    .claiming("csr-1", "machine")
                    .settled();

            assertThat(refusals(plan)).containsExactly(Refusal.Reason.TOKEN_SPENT);
        }

        @Test
        void a_denial_denies_what_was_claimed_and_only_then_buries_the_token() {
            var request = aLiveRequest()
                    .with(csr("csr-1"))
                    .claiming("csr-1", "machine")
                    .deniedBy("bob", "no");

            assertThat(refusals(request.settled())).containsExactly(Refusal.Reason.TOKEN_SPENT);
        }

        @Test
        void what_was_claimed_with_an_older_token_is_denied_at_the_end_too() {
            var plan = aLiveRequest()
                    .with(csr("csr-1").madeWith(new TokenId("older1")))
                    .claiming("csr-1", "machine")
                    .deniedBy("bob", "no")
                    .settled();

            assertThat(refusals(plan)).containsExactly(Refusal.Reason.TOKEN_SPENT);
        }

        @Test
        void what_was_not_asked_for_with_our_tokens_is_never_denied() {
            var plan = aLiveRequest()
                    .with(csr("csr-1").inGroup("system:bootstrappers:kubeadm"))
                    .claiming("csr-1", "machine")
                    .deniedBy("bob", "no")
                    .settled();

            assertThat(plan.effect()).isInstanceOf(Effect.Bury.class);
        }

        @Test
        void another_key_is_denied_while_the_first_waits_for_its_signer() {
            var plan = aLiveRequest()
                    .with(csr("csr-1").approvedAt(NOW))
                    .with(csr("csr-2").by("thief"))
                    .claiming("csr-1", "machine")
                    .settled();

            assertThat(condition(plan, CERTIFICATE_ISSUED)).isEqualTo("False AwaitingSigner");
            assertThat(refusals(plan)).containsExactly(Refusal.Reason.KEY_MISMATCH);
        }

        @Test
        void the_newest_undecided_is_judged() {
            var plan = aLiveRequest()
                    .with(csr("csr-1").createdAt(NOW.minusSeconds(900)))
                    .with(csr("csr-3").createdAt(NOW))
                    .with(csr("csr-2").createdAt(NOW.minusSeconds(450)))
                    .plan();

            assertThat(plan.status().certificate()).returns("csr-3", c -> c.requestName());
        }

        @Test
        void what_was_claimed_is_judged_even_if_another_is_newer() {
            var plan = aLiveRequest()
                    .with(csr("csr-1").createdAt(NOW.minusSeconds(900)))
                    .with(csr("csr-2").createdAt(NOW))
                    .claiming("csr-1", "machine")
                    .settled();

            assertThat(plan.effect())
                    .isEqualTo(new Effect.Approve(
                            csr("csr-1").createdAt(NOW.minusSeconds(900)).facts()));
        }

        @Test
        void what_is_not_as_promised_is_denied_with_all_reasons() {
            var plan = aLiveRequest()
                    .with(csr("csr-1").by("thief").forNode("worker-2"))
                    .claiming("csr-0", "machine")
                    .settled();

            assertThat(plan.effect())
                    .isInstanceOfSatisfying(
                            Effect.Deny.class,
                            deny -> assertThat(deny.verdict().refusals())
                                    .extracting(Refusal::reason)
                                    .containsExactly(Refusal.Reason.SUBJECT_MISMATCH, Refusal.Reason.KEY_MISMATCH));
        }

        @Test
        void a_refusal_is_told_now_and_after_it_was_written() {
            var refusing = aLiveRequest().with(csr("csr-1").forNode("worker-2")).plan();
            assertThat(condition(refusing, CERTIFICATE_ISSUED)).isEqualTo("False Refused");
            assertThat(message(refusing, CERTIFICATE_ISSUED)).contains("csr-1").contains("worker-2");

            var refused = aLiveRequest()
                    .with(csr("csr-1").denied("SubjectMismatch", "subject is of worker-2"))
                    .with(csr("csr-2").failed("no entropy"))
                    .settled();
            assertThat(condition(refused, CERTIFICATE_ISSUED)).isEqualTo("False Refused");
            assertThat(message(refused, CERTIFICATE_ISSUED))
                    .contains("csr-1 was denied: subject is of worker-2")
                    .contains("csr-2 failed at its signer: no entropy");
            assertRests(refused);
        }

        @Test
        void the_condition_gives_the_reason_that_the_denial_will_have() {
            var plan = aLiveRequest()
                    .with(csr("csr-1").by("thief").forNode("worker-2"))
                    .claiming("csr-0", "machine")
                    .plan();

            assertThat(condition(plan, CERTIFICATE_ISSUED)).isEqualTo("False Refused");
        }

        @Test
        void another_key_has_a_reason_of_its_own_now_and_after_it_was_written() {
            var pinned = aLiveRequest().claiming("csr-0", "machine");
            assertThat(condition(pinned.with(csr("csr-1").by("thief")).plan(), CERTIFICATE_ISSUED))
                    .isEqualTo("False KeyMismatch");

            var refused = aLiveRequest().with(csr("csr-1").denied("KeyMismatch", "its key is another"));
            assertThat(condition(refused.settled(), CERTIFICATE_ISSUED)).isEqualTo("False KeyMismatch");
        }

        @Test
        void the_key_of_the_specification_is_the_pin() {
            var request = aRequest()
                    .asking("{'identity': {'publicKey': '%s'}}"
                            .formatted(Csr.publicKeyPem("machine").replace("\n", "\\n")))
                    .approved()
                    .holding(1)
                    .token(TokenState.LIVE)
                    .handedOver("hand-off-1");

            assertThat(request.with(csr("csr-1").by("thief")).settled().effect())
                    .isInstanceOf(Effect.Deny.class);
        }

        @Test
        void the_pin_of_the_specification_beats_the_one_of_the_claim() {
            var request = aRequest()
                    .asking("{'identity': {'publicKey': '%s'}}"
                            .formatted(Csr.publicKeyPem("machine").replace("\n", "\\n")))
                    .approved()
                    .holding(1)
                    .token(TokenState.LIVE)
                    .claiming("csr-0", "thief");

            assertThat(request.with(csr("csr-1").by("thief")).settled().effect())
                    .isInstanceOf(Effect.Deny.class);
        }

        @ParameterizedTest
        @ValueSource(strings = {"denied", "failed"})
        void after_a_claimed_request_came_to_nothing_the_next_of_the_same_key_is_claimed(String end) {
            var nothing = end.equals("denied")
                    ? csr("csr-1").denied("ByHand", "no")
                    : csr("csr-1").failed("no");
            var request = aLiveRequest().with(nothing).claiming("csr-1", "machine");

            var plan = request.with(csr("csr-2")).plan();
            assertThat(plan.status().certificate()).returns("csr-2", c -> c.requestName());
            assertThat(plan.onlyIfGone()).isEmpty();
        }

        @Test
        void after_a_claimed_request_came_to_nothing_another_key_is_refused() {
            var plan = aLiveRequest()
                    .with(csr("csr-1").denied("ByHand", "no"))
                    .claiming("csr-1", "machine")
                    .with(csr("csr-2").by("thief"))
                    .settled();

            assertThat(plan.effect()).isInstanceOf(Effect.Deny.class);
        }

        @Test
        void a_claimed_request_that_is_not_seen_is_looked_for_before_another_is_claimed() {
            var request = aLiveRequest().claiming("csr-1", "machine").with(csr("csr-2"));
            var claim = request.status().certificate();

            var plan = request.plan();
            assertThat(plan.status().certificate()).returns("csr-2", c -> c.requestName());
            assertThat(plan.onlyIfGone()).contains(Objects.requireNonNull(claim));
        }

        @Test
        void a_claimed_request_of_an_older_token_is_denied_before_another_is_claimed() {
            var request = aLiveRequest()
                    .with(csr("csr-1").madeWith(OLD_TOKEN))
                    .claiming("csr-1", "machine")
                    .with(csr("csr-2").createdAt(NOW));

            assertThat(request.settled().effect()).isInstanceOfSatisfying(Effect.Deny.class, deny -> {
                assertThat(deny.request().name()).isEqualTo("csr-1");
                assertThat(deny.verdict().refusals())
                        .extracting(Refusal::reason)
                        .containsExactly(Refusal.Reason.TOKEN_SPENT);
            });
        }

        @Test
        void another_signers_and_another_groups_requests_are_left_alone() {
            for (var foreign : List.of(
                    csr("csr-1").forSigner("kubernetes.io/kube-apiserver-client"),
                    csr("csr-1").inGroup("system:bootstrappers:kubeadm"))) {
                var plan = aLiveRequest().with(foreign).settled();

                assertThat(condition(plan, CERTIFICATE_ISSUED)).isEqualTo("False AwaitingRequest");
                assertRests(plan);
            }
        }

        @Test
        void while_an_older_node_exists_a_request_waits() {
            var plan = aLiveRequest().withNode(aNode()).with(csr("csr-1")).settled();

            assertThat(condition(plan, CERTIFICATE_ISSUED)).isEqualTo("False AwaitingRequest");
            assertThat(message(plan, CERTIFICATE_ISSUED)).contains("worker-1");
            assertRests(plan);
        }

        @Test
        void twenty_requests_are_judged_and_one_more_burns_the_token() {
            var request = aLiveRequest();
            for (var number = 1; number <= 20; number++) request.with(csr("csr-" + number));
            assertThat(request.plan().status().certificate()).isNotNull();

            var plan = request.with(csr("csr-21")).plan();
            assertThat(condition(plan, CERTIFICATE_ISSUED)).isEqualTo("False TooManyRequests");
            assertThat(tokenState(plan)).isEqualTo(TokenState.REVOKING);
            assertThat(plan.status().certificate()).isNull();
        }

        @Test
        void what_is_approved_waits_for_its_signer() {
            var plan = aLiveRequest()
                    .with(csr("csr-1").approvedAt(NOW))
                    .claiming("csr-1", "machine")
                    .settled();

            assertThat(condition(plan, CERTIFICATE_ISSUED)).isEqualTo("False AwaitingSigner");
            assertRests(plan);
        }

        @Test
        void the_certificate_is_recorded_with_its_serial() {
            var plan = aLiveRequest()
                    .with(csr("csr-1").approvedAt(NOW).signed())
                    .claiming("csr-1", "machine")
                    .plan();

            var certificate = Objects.requireNonNull(plan.status().certificate());
            assertThat(certificate.serial()).isEqualTo("1267");
            assertThat(certificate.issuedAt()).isEqualTo("2026-03-01T09:00:00Z");
            assertThat(certificate.notAfter()).isEqualTo("2027-01-01T00:00:00Z");
            assertThat(certificate.publicKeySHA256()).isEqualTo(Csr.keyOf("machine"));
            assertThat(condition(plan, CERTIFICATE_ISSUED)).isEqualTo("True Issued");
            assertThat(condition(plan, CREDENTIAL_ISSUED)).isEqualTo("True Spent");
            assertThat(condition(plan, HANDED_OVER)).isEqualTo("True Spent");
        }

        @Test
        void a_certificate_that_cannot_be_read_is_told() {
            var plan = aLiveRequest()
                    .with(csr("csr-1").approvedAt(NOW).signedAs("nonsense"))
                    .claiming("csr-1", "machine")
                    .settled();

            assertThat(condition(plan, CERTIFICATE_ISSUED)).isEqualTo("False Refused");
            assertRests(plan);
        }

        @ParameterizedTest
        @EnumSource(TokenState.class)
        void a_certificate_counts_whatever_became_of_the_token(TokenState state) {
            var plan = aRequest()
                    .approved()
                    .holding(1)
                    .token(state)
                    .with(csr("csr-1").approvedAt(NOW).signed().madeWith(OLD_TOKEN))
                    .claiming("csr-1", "machine")
                    .withNode(aNode(NODE_UID, NOW.plusSeconds(5)))
                    .settledAt(NOW.plusSeconds(3000));

            assertThat(plan.status().node()).isEqualTo(new RegisteredNode(NODE_UID));
        }

        @Test
        void a_certificate_that_was_issued_in_time_counts_after_the_deadline() {
            var plan = aLiveRequest()
                    .with(csr("csr-1").approvedAt(NOW).signed())
                    .claiming("csr-1", "machine")
                    .withNode(aNode(NODE_UID, NOW.plusSeconds(5)))
                    .settledAt(DEADLINE.plusSeconds(5));

            assertThat(plan.status().node()).isEqualTo(new RegisteredNode(NODE_UID));
        }

        @Test
        void the_certificate_of_a_request_that_was_not_claimed_is_nobodys() {
            var plan =
                    aLiveRequest().with(csr("csr-9").approvedAt(NOW).signed()).settled();

            assertThat(plan.status().certificate()).isNull();
        }
    }

    @Nested
    class Registered {
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

            assertThat(plan.status().conditions())
                    .extracting(Condition::getStatus)
                    .containsOnly("True");
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
            var plan =
                    aRequest().approved().withNode(aNode()).registered(NODE_UID).settled();

            assertThat(condition(plan, NODE_REGISTERED)).isEqualTo("True Adopted");
        }
    }

    private static List<Refusal.Reason> refusals(JoinPlan plan) {
        if (!(plan.effect() instanceof Effect.Deny deny)) throw new AssertionError("denies nothing: " + plan.effect());
        return deny.verdict().refusals().stream().map(Refusal::reason).toList();
    }

    private static void assertRests(JoinPlan plan) {
        assertThat(plan.effect()).isEqualTo(new Effect.None());
    }

    private static @Nullable TokenState tokenState(JoinPlan plan) {
        return Objects.requireNonNull(plan.status().token()).state();
    }

    /** Such as {@code False Denied}. */
    private static String condition(JoinPlan plan, ConditionType type) {
        var condition = find(plan, type);
        return condition.getStatus() + " " + condition.getReason();
    }

    private static String message(JoinPlan plan, ConditionType type) {
        return find(plan, type).getMessage();
    }

    private static Condition find(JoinPlan plan, ConditionType type) {
        return Conditions.of(plan.status().conditions(), type).orElseThrow();
    }
}
