package dev.nodejoin.operator.plan;

import static dev.nodejoin.api.v1alpha1.ConditionType.READY;
import static dev.nodejoin.api.v1alpha1.ConditionType.SERVING_CERTIFICATE_ISSUED;
import static dev.nodejoin.operator.plan.JoinSnapshots.NOW;
import static dev.nodejoin.operator.plan.JoinSnapshots.aJoinedRequest;
import static dev.nodejoin.operator.plan.JoinSnapshots.aLiveRequest;
import static dev.nodejoin.operator.plan.JoinSnapshots.aNode;
import static dev.nodejoin.operator.plan.ServingRequest.asked;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.api.v1alpha1.ServingCertificateStatus;
import dev.nodejoin.policy.certificate.AddressSource;
import dev.nodejoin.policy.certificate.HostAddress;
import dev.nodejoin.policy.certificate.Refusal;
import dev.nodejoin.policy.certificate.ServingTerms;
import dev.nodejoin.policy.certificate.Surroundings;
import dev.nodejoin.protocol.IpRange;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What becomes of a kubelet's requests for a certificate to serve with; the rules have tests of their own. */
class ServingPlanningTest {
    private static final Surroundings SURROUNDINGS =
            new Surroundings(List.of(IpRange.parse("10.96.0.0/12")), Set.of(new HostAddress("10.0.0.1")), Set.of());
    private static final ServingCertificateStatus GOOD =
            new ServingCertificateStatus("before", "aa", "2026-03-01T10:00:00Z");
    private static final ServingCertificateStatus OVER =
            new ServingCertificateStatus("before", "aa", "2026-03-01T08:00:00Z");

    private static ServingFacts facts(ServingRequest... requests) {
        return new ServingFacts(
                new ServingTerms(true, AddressSource.NODE_STATUS),
                Arrays.stream(requests).map(ServingRequest::facts).toList(),
                Set.of(new HostAddress("10.0.0.7")),
                SURROUNDINGS);
    }

    private static String serving(JoinPlan plan) {
        return Conditions.of(plan.status().conditions(), SERVING_CERTIFICATE_ISSUED)
                .map(condition -> condition.getStatus() + " " + condition.getReason())
                .orElse("absent");
    }

    private static String message(JoinPlan plan) {
        return Conditions.of(plan.status().conditions(), SERVING_CERTIFICATE_ISSUED)
                .orElseThrow()
                .getMessage();
    }

    private static String ready(JoinPlan plan) {
        return Conditions.of(plan.status().conditions(), READY).orElseThrow().getStatus();
    }

    @Test
    void where_no_policy_allows_it_there_is_no_condition_and_nothing_is_decided() {
        var plan = aJoinedRequest()
                .serving(new ServingFacts(
                        ServingTerms.NONE,
                        List.of(asked("a").facts()),
                        Set.of(new HostAddress("10.0.0.7")),
                        SURROUNDINGS))
                .served(GOOD)
                .settled();
        assertThat(serving(plan)).isEqualTo("absent");
        assertThat(plan.effect()).isEqualTo(new Effect.None());
        assertThat(ready(plan)).isEqualTo("True");
    }

    @Test
    void a_rule_of_a_policy_that_is_not_true_denies_it_and_one_that_is_lets_it_pass() {
        var rules = "{'rules': [{'name': 'never', 'stage': 'ServingCertificate', 'expression': '%s'}]}";
        var refused = aJoinedRequest()
                .serving(facts(asked("a")))
                .governedBy(rules.formatted("false"))
                .settled();
        assertThat(refused.effect())
                .isInstanceOfSatisfying(
                        Effect.DenyServing.class,
                        deny -> assertThat(deny.verdict().message()).contains("never"));
        var passed = aJoinedRequest()
                .serving(facts(asked("a")))
                .governedBy(rules.formatted("true"))
                .settled();
        assertThat(passed.effect()).isInstanceOf(Effect.ApproveServing.class);
    }

    @Test
    void before_the_node_is_there_it_is_pending() {
        assertThat(serving(aLiveRequest().serving(facts()).settled())).isEqualTo("False Pending");
    }

    @Test
    void a_kubelet_that_has_not_asked_is_waited_for_and_holds_nothing_up() {
        var plan = aJoinedRequest().serving(facts()).settled();
        assertThat(serving(plan)).isEqualTo("False AwaitingRequest");
        assertThat(ready(plan)).isEqualTo("True");
    }

    @Test
    void what_is_as_promised_is_approved() {
        var plan = aJoinedRequest().serving(facts(asked("a"))).settled();
        assertThat(serving(plan)).isEqualTo("False AwaitingSigner");
        assertThat(plan.effect()).isEqualTo(new Effect.ApproveServing(asked("a").facts()));
        assertThat(ready(plan)).isEqualTo("True");
    }

    @Test
    void it_is_told_in_the_status_before_it_is_approved() {
        var first = aJoinedRequest().serving(facts(asked("a"))).plan();
        assertThat(message(first)).contains("Request a is as promised");
    }

    @Test
    void what_is_not_is_denied_with_the_reason() {
        var plan = aJoinedRequest().serving(facts(asked("a").as("10.96.0.1"))).settled();
        assertThat(serving(plan)).isEqualTo("False Refused");
        assertThat(message(plan)).contains("10.96.0.1 is an address of Services");
        assertThat(plan.effect())
                .isInstanceOfSatisfying(
                        Effect.DenyServing.class,
                        deny -> assertThat(deny.verdict().refusals())
                                .extracting(Refusal::reason)
                                .containsExactly(Refusal.Reason.OFF_LIMITS));
        assertThat(ready(plan)).isEqualTo("True");
    }

    @Test
    void addresses_that_are_missing_are_waited_for() {
        var plan = aJoinedRequest().serving(facts(asked("a").as("10.0.0.99"))).settled();
        assertThat(serving(plan)).isEqualTo("False AwaitingAddresses");
        assertThat(plan.effect()).isEqualTo(new Effect.None());
        assertThat(plan.lookAgainAt()).contains(NOW.plusSeconds(30));
    }

    @Test
    void addresses_come_from_the_approved_request() {
        var facts = new ServingFacts(
                new ServingTerms(true, AddressSource.REQUEST),
                List.of(asked("a").as("10.0.0.99").facts()),
                Set.of(),
                SURROUNDINGS);
        var plan = aJoinedRequest()
                .asking("{'addresses': ['10.0.0.99']}")
                .approved()
                .serving(facts)
                .settled();
        assertThat(plan.effect()).isInstanceOf(Effect.ApproveServing.class);
    }

    @Test
    void addresses_that_nobody_approved_do_not_count() {
        var facts = new ServingFacts(
                new ServingTerms(true, AddressSource.REQUEST),
                List.of(asked("a").as("10.0.0.99").facts()),
                Set.of(),
                SURROUNDINGS);
        var plan = aJoinedRequest()
                .asking("{'addresses': ['10.0.0.99']}")
                .serving(facts)
                .settled();
        assertThat(plan.effect()).isEqualTo(new Effect.None());
    }

    @Test
    void of_two_requests_the_newer_is_judged_and_the_older_left_alone() {
        var older = asked("a").createdAt(NOW.minusSeconds(60)).as("10.96.0.1");
        var plan = aJoinedRequest().serving(facts(asked("b"), older)).settled();
        assertThat(plan.effect()).isEqualTo(new Effect.ApproveServing(asked("b").facts()));
    }

    @Test
    void an_older_request_is_not_taken_up_after_the_newest_was_denied() {
        var older = asked("a").createdAt(NOW.minusSeconds(60));
        var plan = aJoinedRequest()
                .serving(facts(older, asked("b").denied("foreign")))
                .settled();
        assertThat(serving(plan)).isEqualTo("False Refused");
        assertThat(message(plan)).isEqualTo("Request b was denied: foreign");
        assertThat(plan.effect()).isEqualTo(new Effect.None());
    }

    @Test
    void of_requests_made_in_the_same_second_the_undecided_one_is_judged() {
        var plan = aJoinedRequest()
                .serving(facts(
                        asked("a"), asked("b").denied("foreign"), asked("c").issued()))
                .settled();
        assertThat(plan.effect()).isEqualTo(new Effect.ApproveServing(asked("a").facts()));
    }

    @Test
    void of_requests_made_in_the_same_second_an_issued_one_is_told() {
        var plan = aJoinedRequest()
                .serving(facts(asked("a").issued(), asked("b").denied("foreign")))
                .settled();
        assertThat(serving(plan)).isEqualTo("True Issued");
    }

    @Test
    void the_signer_is_waited_for() {
        assertThat(serving(
                        aJoinedRequest().serving(facts(asked("a").approved())).settled()))
                .isEqualTo("False AwaitingSigner");
    }

    @Test
    void what_was_issued_is_recorded() {
        var plan = aJoinedRequest().serving(facts(asked("a").issued())).settled();
        assertThat(serving(plan)).isEqualTo("True Issued");
        assertThat(plan.status().servingCertificate()).isNotNull().satisfies(recorded -> {
            assertThat(recorded.requestName()).isEqualTo("a");
            assertThat(recorded.serial()).isNotEmpty();
        });
        assertThat(plan.lookAgainAt()).isPresent();
    }

    @Test
    void it_stays_when_the_request_was_collected() {
        assertThat(serving(aJoinedRequest().serving(facts()).served(GOOD).settled()))
                .isEqualTo("True Issued");
    }

    @Test
    void a_renewal_is_judged_and_leaves_the_condition_as_it_is() {
        var plan = aJoinedRequest().serving(facts(asked("b"))).served(GOOD).settled();
        assertThat(serving(plan)).isEqualTo("True Issued");
        assertThat(message(plan)).contains("Serving certificate aa").contains("Request b is as promised");
        assertThat(plan.effect()).isInstanceOf(Effect.ApproveServing.class);
    }

    @Test
    void a_renewal_that_is_refused_is_told_beside_what_is_still_good() {
        var plan = aJoinedRequest()
                .serving(facts(asked("b").as("10.96.0.1")))
                .served(GOOD)
                .settled();
        assertThat(serving(plan)).isEqualTo("True Issued");
        assertThat(message(plan)).contains("Serving certificate aa").contains("10.96.0.1");
        assertThat(plan.effect()).isInstanceOf(Effect.DenyServing.class);
    }

    @Test
    void what_ran_out_is_told() {
        assertThat(serving(aJoinedRequest().serving(facts()).served(OVER).settled()))
                .isEqualTo("False Expired");
    }

    @Test
    void a_malformed_certificate_is_none() {
        assertThat(serving(aJoinedRequest()
                        .serving(facts(asked("a").issuedAs("nonsense")))
                        .settled()))
                .isEqualTo("False AwaitingSigner");
    }

    @Test
    void while_it_is_suspended_denied_or_unprotected_nothing_is_decided() {
        for (var request : List.of(
                aJoinedRequest().suspended(),
                aJoinedRequest().deniedBy("bob", "no"),
                aJoinedRequest().unprotected())) {
            var plan = request.serving(facts(asked("a"))).served(GOOD).settled();
            assertThat(serving(plan)).isEqualTo("True Issued");
            assertThat(plan.effect()).isNotInstanceOf(Effect.ApproveServing.class);
        }
    }

    @Test
    void the_node_that_was_created_again_gets_nothing() {
        var plan = aJoinedRequest()
                .withNode(aNode("another-uid", NOW))
                .serving(facts(asked("a")))
                .settled();
        assertThat(plan.effect()).isNotInstanceOf(Effect.ApproveServing.class);
    }

    @Test
    void what_another_node_asked_for_changes_nothing() {
        var plan = aJoinedRequest()
                .serving(facts(asked("a").by("system:node:worker-2")))
                .settled();
        assertThat(serving(plan)).isEqualTo("False AwaitingRequest");
        assertThat(plan.effect()).isEqualTo(new Effect.None());
    }
}
