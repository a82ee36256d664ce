package dev.nodejoin.operator.plan;

import static dev.nodejoin.api.v1alpha1.ConditionType.ACCEPTED;
import static dev.nodejoin.api.v1alpha1.ConditionType.APPROVED;
import static dev.nodejoin.api.v1alpha1.ConditionType.CERTIFICATE_ISSUED;
import static dev.nodejoin.operator.plan.Csr.csr;
import static dev.nodejoin.operator.plan.JoinSnapshots.NOW;
import static dev.nodejoin.operator.plan.JoinSnapshots.aJoinedRequest;
import static dev.nodejoin.operator.plan.JoinSnapshots.aLiveRequest;
import static dev.nodejoin.operator.plan.JoinSnapshots.aRequest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.api.v1alpha1.ConditionType;
import dev.nodejoin.api.v1alpha1.TokenState;
import dev.nodejoin.policy.rule.PolicyRefusal;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What policies do to a join. */
class PolicyPlanningTest {
    private static final String CORE_ONLY = "{'bounds': {'nodeNames': ['core-*']}}";
    private static final String NEVER = rule("Request", "false", "ask the network team");
    private static final String AUTOMATIC = "{'approval': {'mode': 'Automatic'}}";

    private static String rule(String stage, String expression, String message) {
        return "{'rules': [{'name': 'r', 'stage': '%s', 'expression': '%s', 'message': '%s'}]}"
                .formatted(stage, expression, message);
    }

    private static Condition condition(JoinPlan plan, ConditionType type) {
        return Conditions.of(plan.status().conditions(), type).orElseThrow();
    }

    private static void refuses(JoinPlan plan, ConditionType type, String reason, String... words) {
        assertThat(condition(plan, type).getStatus()).isEqualTo("False");
        assertThat(condition(plan, type).getReason()).isEqualTo(reason);
        assertThat(condition(plan, type).getMessage()).contains(words);
    }

    @Test
    void what_is_out_of_bounds_is_not_accepted() {
        refuses(
                aRequest().governedBy(CORE_ONLY).plan(),
                ACCEPTED,
                Reason.OUT_OF_BOUNDS,
                "policy policy-0: spec.nodeName is worker-1, allowed is [core-*]");
    }

    @Test
    void a_rule_that_does_not_hold_is_told_in_its_own_words() {
        refuses(
                aRequest().governedBy(NEVER).plan(),
                ACCEPTED,
                Reason.RULE_FAILED,
                "policy policy-0, rule r: ask the network team");
    }

    @Test
    void all_that_is_wrong_is_told_at_once() {
        refuses(
                aRequest()
                        .governedBy(NEVER, CORE_ONLY, rule("Request", "1 +", ""))
                        .plan(),
                ACCEPTED,
                Reason.OUT_OF_BOUNDS,
                "policy-0",
                "policy-1",
                "policy policy-2 can't be used: rule r, line 1");
    }

    @Test
    void no_key_is_published_for_what_is_not_accepted() {
        assertThat(aRequest().governedBy(NEVER).plan().status().approvalKey()).isNull();
    }

    @Test
    void a_live_token_is_taken_back_when_a_policy_comes_to_refuse_the_request() {
        var plan = aLiveRequest().governedBy(NEVER).plan();
        assertThat(Objects.requireNonNull(plan.status().token()).state()).isEqualTo(TokenState.REVOKING);
    }

    @Test
    void policies_have_no_more_say_once_the_approved_certificate_is_out() {
        var plan = aJoinedRequest().governedBy(NEVER, CORE_ONLY).plan();
        assertThat(condition(plan, ACCEPTED).getStatus()).isEqualTo("True");
    }

    @Test
    void unless_something_else_is_asked_for_afterwards() {
        var plan = aJoinedRequest()
                .asking("{'node': {'labels': {'zone': 'b'}}}")
                .governedBy("{'bounds': {'labels': []}}")
                .plan();
        refuses(plan, ACCEPTED, Reason.OUT_OF_BOUNDS, "zone=b");
    }

    @Test
    void a_grant_needs_nobody() {
        var plan = aRequest().published().governedBy(AUTOMATIC).settled();
        assertThat(condition(plan, APPROVED).getStatus()).isEqualTo("True");
        assertThat(Objects.requireNonNull(plan.status().approved()).policies())
                .extracting(policy -> policy.name())
                .containsExactly("policy-0");
    }

    @Test
    void a_grant_that_another_policy_refuses_is_none() {
        var plan = aRequest().published().governedBy(AUTOMATIC, NEVER).settled();
        assertThat(condition(plan, ACCEPTED).getReason()).isEqualTo(Reason.RULE_FAILED);
        assertThat(plan.status().approved()).isNull();
    }

    @Test
    void audit_tells_and_refuses_nothing() {
        var plan = aRequest()
                .governedBy("{'mode': 'Audit', 'bounds': {'nodeNames': ['core-*']}}")
                .plan();
        assertThat(condition(plan, ACCEPTED).getStatus()).isEqualTo("True");
        assertThat(plan.audited()).extracting(PolicyRefusal::policy).containsExactly("policy-0");
    }

    // Certificates

    @Test
    void a_signing_request_that_breaks_a_rule_is_denied() {
        var plan = aLiveRequest()
                .with(csr("csr-1"))
                .governedBy(rule("Certificate", "csr.publicKeyAlgorithm == \\\"RSA 3072\\\"", "RSA only"))
                .settled();
        refuses(plan, CERTIFICATE_ISSUED, Reason.REFUSED, "policy policy-0, rule r: RSA only");
        assertThat(plan.effect()).isInstanceOf(Effect.Deny.class);
    }

    @Test
    void one_about_which_a_rule_can_not_be_worked_out_waits() {
        var plan = aLiveRequest()
                .with(csr("csr-1"))
                .governedBy(rule("Certificate", "csr.expirationSeconds > 1", ""))
                .settled();
        refuses(plan, CERTIFICATE_ISSUED, Reason.AWAITING_REQUEST, "policy policy-0, rule r could not be worked out");
        assertThat(plan.effect()).isInstanceOf(Effect.None.class);
    }

    @Test
    void one_that_keeps_the_rules_is_approved() {
        var plan = aLiveRequest()
                .with(csr("csr-1").forALifeOf(Duration.ofHours(1)))
                .governedBy(
                        rule("Certificate", "csr.expirationSeconds == 3600 && token.attempt == 1", ""),
                        "{'certificates': {'client': {'maxLifetimeSeconds': 3600}}}")
                .settled();
        assertThat(plan.effect()).isInstanceOf(Effect.Approve.class);
    }

    @Test
    void one_that_wants_to_live_too_long_is_denied() {
        var plan = aLiveRequest()
                .with(csr("csr-1").forALifeOf(Duration.ofDays(365)))
                .governedBy("{'certificates': {'client': {'maxLifetimeSeconds': 86400}}}")
                .settled();
        refuses(plan, CERTIFICATE_ISSUED, Reason.REFUSED, "at most 86400 is allowed");
    }

    @Test
    void the_machine_is_told_how_long_its_certificate_may_live() {
        var proven = aRequest().approved().holding(1).token(TokenState.CLAIMED).did(new OwnAttempt.Proven());
        var plan = proven.governedBy(
                        "{'certificates': {'client': {'maxLifetimeSeconds': 7200}}}",
                        "{'certificates': {'client': {'maxLifetimeSeconds': 3600}}}")
                .settled();
        assertThat(plan.effect())
                .isInstanceOfSatisfying(
                        Effect.HandOver.class,
                        handOver -> assertThat(handOver.longestLifetime()).contains(Duration.ofHours(1)));
    }

    @Test
    void the_machine_is_told_the_life_that_the_request_says_unless_policies_allow_less() {
        var proven = aRequest()
                .asking("{'kubelet': {'certificateLifetimeSeconds': 1800}}")
                .approved()
                .holding(1)
                .token(TokenState.CLAIMED)
                .did(new OwnAttempt.Proven());

        assertThat(proven.settled().effect())
                .isInstanceOfSatisfying(
                        Effect.HandOver.class,
                        handOver -> assertThat(handOver.longestLifetime()).contains(Duration.ofMinutes(30)));
        assertThat(proven.governedBy("{'certificates': {'client': {'maxLifetimeSeconds': 3600}}}")
                        .settled()
                        .effect())
                .isInstanceOfSatisfying(
                        Effect.HandOver.class,
                        handOver -> assertThat(handOver.longestLifetime()).contains(Duration.ofMinutes(30)));
    }

    @Test
    void a_certificate_that_lives_longer_than_wanted_is_told_of() {
        var short_lived = "{'certificates': {'client': {'maxLifetimeSeconds': 86400}}}";
        assertThat(condition(aJoinedRequest().governedBy(short_lived).plan(), CERTIFICATE_ISSUED)
                        .getMessage())
                .contains("longer than the 86400 seconds of a policy");
        assertThat(condition(aJoinedRequest().plan(), CERTIFICATE_ISSUED).getMessage())
                .doesNotContain("policy");
    }

    @Test
    void audit_of_certificates_tells_and_denies_nothing() {
        var plan = aLiveRequest()
                .with(csr("csr-1"))
                .governedBy(
                        "{'mode': 'Audit', 'rules': [{'name': 'r', 'stage': 'Certificate', 'expression': 'false'}]}")
                .settled();
        assertThat(plan.effect()).isInstanceOf(Effect.Approve.class);
        assertThat(plan.audited()).hasSize(1);
    }

    // Time

    @Test
    void a_rule_about_the_time_is_asked_again() {
        var timely = rule("Request", "now.getHours() >= 0", "");
        assertThat(aRequest().governedBy(timely).settled().lookAgainAt())
                .hasValueSatisfying(at -> assertThat(at).isBeforeOrEqualTo(NOW.plus(PolicyPlanning.TIMELY)));
        assertThat(aJoinedRequest().governedBy(timely).settled().lookAgainAt()).isEmpty();
        assertThat(aRequest()
                        .published()
                        .deniedBy("bob", "no")
                        .governedBy(timely)
                        .settled()
                        .lookAgainAt())
                .isEmpty();
    }
}
