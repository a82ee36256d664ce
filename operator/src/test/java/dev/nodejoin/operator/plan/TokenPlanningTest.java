package dev.nodejoin.operator.plan;

import static dev.nodejoin.api.v1alpha1.ConditionType.CERTIFICATE_ISSUED;
import static dev.nodejoin.api.v1alpha1.ConditionType.CREDENTIAL_ISSUED;
import static dev.nodejoin.api.v1alpha1.ConditionType.HANDED_OVER;
import static dev.nodejoin.api.v1alpha1.ConditionType.READY;
import static dev.nodejoin.operator.plan.JoinSnapshots.CANDIDATE;
import static dev.nodejoin.operator.plan.JoinSnapshots.CREATED;
import static dev.nodejoin.operator.plan.JoinSnapshots.NOW;
import static dev.nodejoin.operator.plan.JoinSnapshots.THIS_PROCESS;
import static dev.nodejoin.operator.plan.JoinSnapshots.TOKEN;
import static dev.nodejoin.operator.plan.JoinSnapshots.UID;
import static dev.nodejoin.operator.plan.JoinSnapshots.aLiveRequest;
import static dev.nodejoin.operator.plan.JoinSnapshots.aNode;
import static dev.nodejoin.operator.plan.JoinSnapshots.aRequest;
import static dev.nodejoin.operator.plan.Plans.assertRests;
import static dev.nodejoin.operator.plan.Plans.condition;
import static dev.nodejoin.operator.plan.Plans.message;
import static dev.nodejoin.operator.plan.Plans.tokenState;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.api.v1alpha1.HandOffKind;
import dev.nodejoin.api.v1alpha1.HandOffStatus;
import dev.nodejoin.api.v1alpha1.TokenState;
import dev.nodejoin.api.v1alpha1.TokenStatus;
import dev.nodejoin.operator.name.NameHold;
import dev.nodejoin.protocol.handoff.TrustSource;
import dev.nodejoin.protocol.token.TokenUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From the approval to a token that is handed over. */
class TokenPlanningTest {
    private static final Instant DEADLINE = CREATED.plus(Duration.ofDays(1));
    private static final OwnAttempt FAILED = new OwnAttempt.Failed("HandOffConflict", "A Secret was there already");

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
                    .isEqualTo(new Effect.Mint(
                            TOKEN, 1, Instant.parse("2026-03-01T09:30:00Z"), Set.of(TokenUsage.AUTHENTICATION)));
            assertThat(claimed.did(new OwnAttempt.Minted()).settled().effect()).isEqualTo(new Effect.Prove(TOKEN));
            assertThat(claimed.did(new OwnAttempt.Proven()).settled().effect())
                    .isEqualTo(new Effect.HandOver(TOKEN, 1, TrustSource.CA_BUNDLE, Optional.empty()));
            var live = claimed.did(new OwnAttempt.HandedOver("hand-off-1")).plan();
            assertThat(tokenState(live)).isEqualTo(TokenState.LIVE);
            assertThat(live.status().handOff()).isEqualTo(new HandOffStatus(HandOffKind.SECRET, "hand-off-1"));
            assertThat(condition(live, CREDENTIAL_ISSUED)).isEqualTo("True TokenLive");
            assertThat(condition(live, HANDED_OVER)).isEqualTo("True HandedOver");
            assertThat(message(live, HANDED_OVER)).contains("hand-off-1");
            assertThat(condition(live, CERTIFICATE_ISSUED)).isEqualTo("False AwaitingRequest");
        }

        @Test
        void a_token_for_cluster_info_signs_and_is_handed_over_once_it_has() {
            var claimed = discovering().token(TokenState.CLAIMED);

            assertThat(claimed.settled().effect())
                    .isEqualTo(new Effect.Mint(
                            TOKEN,
                            1,
                            Instant.parse("2026-03-01T09:30:00Z"),
                            Set.of(TokenUsage.AUTHENTICATION, TokenUsage.SIGNING)));
            assertThat(claimed.did(new OwnAttempt.Minted()).settled().effect()).isEqualTo(new Effect.Prove(TOKEN));
            assertThat(claimed.did(new OwnAttempt.Proven()).settled().effect())
                    .isEqualTo(new Effect.SeekSignature(TOKEN));
            assertThat(claimed.did(new OwnAttempt.Unsigned(1, "no signature"))
                            .settled()
                            .effect())
                    .isEqualTo(new Effect.SeekSignature(TOKEN));
            assertThat(claimed.did(new OwnAttempt.Signed()).settled().effect())
                    .isEqualTo(new Effect.HandOver(TOKEN, 1, TrustSource.CLUSTER_INFO, Optional.empty()));
            assertThat(message(
                            claimed.did(new OwnAttempt.HandedOver("hand-off-1")).plan(), HANDED_OVER))
                    .contains("hand-off-1", "kubeadm join --config");
        }

        @Test
        void a_signature_that_is_long_in_coming_is_told_of() {
            var claimed = discovering().token(TokenState.CLAIMED);

            var first = claimed.did(new OwnAttempt.Unsigned(1, "no signature")).settled();
            assertThat(condition(first, CREDENTIAL_ISSUED)).isEqualTo("False Minting");
            var second = claimed.did(new OwnAttempt.Unsigned(2, "no signature")).settled();
            assertThat(condition(second, CREDENTIAL_ISSUED)).isEqualTo("True TokenLive");
            assertThat(condition(second, HANDED_OVER)).isEqualTo("False AwaitingSignature");
            assertThat(message(second, HANDED_OVER)).isEqualTo("no signature");
            assertThat(condition(second, READY)).isEqualTo("False AwaitingSignature");
        }

        @Test
        void a_token_that_is_not_signed_in_time_is_burnt_and_replaced() {
            var claimed = discovering()
                    .token(TokenState.CLAIMED)
                    .claimedAt(NOW)
                    .did(new OwnAttempt.Unsigned(5, "no signature"));

            assertThat(tokenState(claimed.planAt(NOW.plusSeconds(10)))).isEqualTo(TokenState.REVOKING);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"AwaitingSignature", "ClusterInfoMissing", "ClusterInfoNotPublic", "ClusterInfoUnusable"})
        void why_there_is_no_signing_token_is_said_until_the_next_attempt(String reason) {
            var pausing = discovering()
                    .token(TokenState.REVOKED)
                    .claimedAt(NOW)
                    .did(new OwnAttempt.Failed(reason, "because"))
                    .settledAt(NOW.plusMillis(500));

            assertRests(pausing);
            assertThat(condition(pausing, CREDENTIAL_ISSUED)).isEqualTo("False " + reason);
            assertThat(condition(pausing, HANDED_OVER)).isEqualTo("False " + reason);
            assertThat(condition(pausing, READY)).isEqualTo("False " + reason);
            assertThat(message(pausing, HANDED_OVER)).isEqualTo("because");
        }

        private JoinSnapshots discovering() {
            return aRequest().asking("{'discovery': 'ClusterInfo'}").approved().holding(1);
        }

        @ParameterizedTest
        @CsvSource({"1,200", "2,400", "3,800", "4,1600", "5,1600", "2147483647,1600"})
        void a_signature_is_looked_for_soon_at_first(int looks, long milliseconds) {
            assertThat(new OwnAttempt.Unsigned(looks, "no signature").pause())
                    .isEqualTo(Duration.ofMillis(milliseconds));
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

        @Test
        void a_failed_attempt_that_left_nothing_behind_is_over_without_a_tombstone() {
            var request = aRequest()
                    .approved()
                    .holding(1)
                    .token(TokenState.CLAIMED)
                    .claimedAt(NOW)
                    .did(FAILED)
                    .buried();

            assertThat(tokenState(request.plan())).isEqualTo(TokenState.REVOKING);
            assertRests(request.settled());
            assertThat(tokenState(request.settled())).isEqualTo(TokenState.REVOKED);
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
}
