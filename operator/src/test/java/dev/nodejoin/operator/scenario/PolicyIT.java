package dev.nodejoin.operator.scenario;

import static dev.nodejoin.api.v1alpha1.ConditionType.ACCEPTED;
import static dev.nodejoin.api.v1alpha1.ConditionType.APPROVED;
import static dev.nodejoin.api.v1alpha1.ConditionType.CERTIFICATE_ISSUED;
import static dev.nodejoin.api.v1alpha1.ConditionType.HANDED_OVER;
import static dev.nodejoin.api.v1alpha1.ConditionType.READY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nodejoin.api.v1alpha1.TokenState;
import io.fabric8.kubernetes.api.model.Condition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What policies do to joins, on a real API server. */
final class PolicyIT {
    private static final String NEVER =
            "'rules': [{'name': 'freeze', 'stage': 'Request', 'expression': 'false', 'message': 'nobody joins this week'}]";

    private OperatorBed bed;

    @BeforeEach
    void setUp() {
        bed = OperatorBed.shared();
    }

    @Test
    void a_policy_that_does_not_compile_says_where_and_refuses_what_it_governs() {
        try (var policy = PolicyStory.written(
                bed,
                "'rules': [{'name': 'typo', 'stage': 'Request', 'expression': 'true &&\\n request.spec.nodeNme == request.name'}]")) {
            assertThat(policy.accepted().getStatus()).isEqualTo("False");
            assertThat(policy.accepted().getReason()).isEqualTo("DoesNotCompile");
            assertThat(policy.accepted().getMessage())
                    .contains("rule typo, line 2, column 14: undefined field 'nodeNme'");
            var story = policy.ask("{}").awaitUnmet(ACCEPTED, "RuleFailed");
            assertThat(story.condition(ACCEPTED).map(Condition::getMessage).orElseThrow())
                    .contains(policy.name(), "line 2, column 14");
            bed.ask(bed.freshName()).awaitMet(ACCEPTED);
            policy.rewritten("");
            assertThat(policy.accepted().getStatus()).isEqualTo("True");
            story.awaitMet(ACCEPTED);
        }
    }

    @Test
    void a_grant_approves_what_nobody_was_asked_about_and_is_recorded() {
        try (var policy = PolicyStory.written(bed, "'approval': {'mode': 'Automatic'}")) {
            var story = policy.ask("{}").awaitMet(APPROVED).awaitMet(HANDED_OVER);
            assertThat(story.status().approved().policies()).hasSize(1).allSatisfy(recorded -> {
                assertThat(recorded.name()).isEqualTo(policy.name());
                assertThat(recorded.hash()).matches("sha256:[0-9a-f]{64}");
            });
        }
    }

    @Test
    void a_grant_does_not_cover_labels_that_it_does_not_name() {
        try (var policy = PolicyStory.written(bed, "'approval': {'mode': 'Automatic'}")) {
            policy.ask("{'node': {'labels': {'node-restriction.kubernetes.io/tenant': 'a'}}}")
                    .awaitUnmet(APPROVED, "AwaitingApproval")
                    .approve()
                    .awaitMet(APPROVED)
                    .assertApprovedBy(OperatorBed.ALICE);
        }
    }

    @Test
    void two_approvers_are_two() {
        try (var policy = PolicyStory.written(bed, "'approval': {'approvers': 2}")) {
            var story = policy.ask("{'requestedBy': '%s'}".formatted(bed.adminName()));
            story.approve();
            story.awaitUnmet(APPROVED, "AwaitingApproval");
            assertThat(story.condition(APPROVED).map(Condition::getMessage).orElseThrow())
                    .contains("1 more approval");
        }
    }

    @Test
    void audit_tells_what_it_would_refuse_and_refuses_nothing() throws Exception {
        try (var policy = PolicyStory.written(bed, "'mode': 'Audit', " + NEVER)) {
            policy.ask("{}").awaitMet(ACCEPTED).approve().awaitMet(HANDED_OVER);
            policy.awaitAudit(audit -> {
                assertThat(audit.wouldRefuse()).isEqualTo(1);
                assertThat(audit.lastRefusals())
                        .singleElement()
                        .satisfies(refusal -> assertThat(refusal.message()).contains("nobody joins this week"));
            });
            assertThat(bed.metrics())
                    .contains("nodejoin_policy_audit_refusals_total{policy=\"%s\"} 1.0".formatted(policy.name()));
        }
    }

    @Test
    void a_policy_written_while_a_token_is_live_takes_it_back_and_what_follows_goes_on() {
        try (var policy = PolicyStory.written(bed, "")) {
            var story = policy.ask("{}").approve().awaitMet(HANDED_OVER);
            policy.rewritten(NEVER);
            story.awaitUnmet(ACCEPTED, "RuleFailed");
            await("the token to be revoked")
                    .untilAsserted(
                            () -> assertThat(story.status().token().state()).isEqualTo(TokenState.REVOKED));
            policy.rewritten("");
            story.awaitMet(HANDED_OVER);
            assertThat(story.status().token().attempt()).isEqualTo(2);
        }
    }

    @Test
    void a_node_that_has_joined_does_not_suffer_from_a_new_policy() {
        try (var policy = PolicyStory.written(bed, "")) {
            var story = policy.ask("{}").approve();
            var node = story.request().getSpec().nodeName();
            var machine = story.takeHandOff();
            var key = WireNode.newKey();
            var certificate = machine.awaitCertificate(machine.request(node, key));
            machine.register(machine.asNode(certificate, key), node);
            story.awaitMet(READY);
            policy.rewritten(NEVER + ", 'certificates': {'client': {'maxLifetimeSeconds': 3600}}");
            await().untilAsserted(() -> assertThat(story.condition(CERTIFICATE_ISSUED)
                            .map(Condition::getMessage)
                            .orElseThrow())
                    .contains("longer than the 3600 seconds of a policy"));
            story.awaitMet(ACCEPTED).awaitMet(READY);
        }
    }
}
