package dev.nodejoin.operator.plan;

import static dev.nodejoin.api.v1alpha1.ConditionType.CERTIFICATE_ISSUED;
import static dev.nodejoin.api.v1alpha1.ConditionType.CREDENTIAL_ISSUED;
import static dev.nodejoin.api.v1alpha1.ConditionType.HANDED_OVER;
import static dev.nodejoin.operator.plan.Csr.csr;
import static dev.nodejoin.operator.plan.JoinSnapshots.CREATED;
import static dev.nodejoin.operator.plan.JoinSnapshots.NODE_UID;
import static dev.nodejoin.operator.plan.JoinSnapshots.NOW;
import static dev.nodejoin.operator.plan.JoinSnapshots.OLD_TOKEN;
import static dev.nodejoin.operator.plan.JoinSnapshots.aLiveRequest;
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
import dev.nodejoin.protocol.token.TokenId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From the machine's certificate signing request to its certificate. */
class CertificatePlanningTest {
    private static final Instant DEADLINE = CREATED.plus(Duration.ofDays(1));

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
        var request =
                aLiveRequest().with(csr("csr-1")).claiming("csr-1", "machine").deniedBy("bob", "no");

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

        assertThat(request.with(csr("csr-1").by("thief")).settled().effect()).isInstanceOf(Effect.Deny.class);
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

        assertThat(request.with(csr("csr-1").by("thief")).settled().effect()).isInstanceOf(Effect.Deny.class);
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
        var plan = aLiveRequest().with(csr("csr-9").approvedAt(NOW).signed()).settled();

        assertThat(plan.status().certificate()).isNull();
    }
}
