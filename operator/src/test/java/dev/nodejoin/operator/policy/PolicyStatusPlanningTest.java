package dev.nodejoin.operator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.api.v1alpha1.AuditSummary;
import dev.nodejoin.api.v1alpha1.AuditedRefusal;
import dev.nodejoin.api.v1alpha1.NodeJoinPolicyStatus;
import dev.nodejoin.operator.fixture.Specifications;
import dev.nodejoin.policy.rule.Policy;
import dev.nodejoin.policy.rule.PolicyRefusal;
import dev.nodejoin.policy.rule.PolicyRefusal.Kind;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PolicyStatusPlanningTest {
    private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");
    private static final AuditLog.View NOTHING = new AuditLog.View(0, List.of());

    private static Policy policy(String spec) {
        return Policy.of("p", Specifications.policy(spec));
    }

    private static NodeJoinPolicyStatus plan(NodeJoinPolicyStatus before, String spec, AuditLog.View audit) {
        return PolicyStatusPlanning.plan(before, 3, policy(spec), audit, NOW);
    }

    private static Condition accepted(NodeJoinPolicyStatus status) {
        return Objects.requireNonNull(status.conditions()).getFirst();
    }

    private static AuditSummary audit(NodeJoinPolicyStatus status) {
        return Objects.requireNonNull(status.audit());
    }

    private static List<AuditedRefusal> told(NodeJoinPolicyStatus status) {
        return Objects.requireNonNull(audit(status).lastRefusals());
    }

    private static AuditEntry entry(String uid, Instant since) {
        return new AuditEntry("nodejoin", "first", uid, new PolicyRefusal("p", Kind.RULE, "r", "no"), since);
    }

    @Test
    void a_policy_that_compiles_is_accepted() {
        var status = plan(PolicyStatusPlanning.EMPTY, "{}", NOTHING);
        assertThat(accepted(status).getStatus()).isEqualTo("True");
        assertThat(status.observedGeneration()).isEqualTo(3);
        assertThat(status.audit()).isNull();
    }

    @Test
    void one_that_does_not_says_rule_line_and_column_of_each_mistake() {
        var status = plan(PolicyStatusPlanning.EMPTY, """
                {'rules': [{'name': 'good', 'stage': 'Request', 'expression': 'true'},
                           {'name': 'typo', 'stage': 'Request', 'expression': 'request.nme == 1'},
                           {'name': 'open', 'stage': 'Certificate', 'expression': '(true\\n&& false'}]}
                """, NOTHING);
        assertThat(accepted(status).getStatus()).isEqualTo("False");
        assertThat(accepted(status).getReason()).isEqualTo("DoesNotCompile");
        assertThat(accepted(status).getMessage())
                .contains(
                        "rule typo, line 1, column 8: undefined field 'nme'",
                        "rule open, line 2, column 9",
                        "refuses everything that it governs")
                .doesNotContain("rule good");
    }

    @Test
    void what_has_not_changed_keeps_its_time() {
        var before = plan(PolicyStatusPlanning.EMPTY, "{}", NOTHING);
        var later = PolicyStatusPlanning.plan(before, 3, policy("{}"), NOTHING, NOW.plusSeconds(60));
        assertThat(later).isEqualTo(before);
    }

    @Test
    void what_audit_would_refuse_is_counted_and_told() {
        var status =
                plan(PolicyStatusPlanning.EMPTY, "{'mode': 'Audit'}", new AuditLog.View(7, List.of(entry("1", NOW))));
        assertThat(audit(status).wouldRefuse()).isEqualTo(7);
        assertThat(told(status))
                .containsExactly(
                        new AuditedRefusal("nodejoin", "first", "1", "policy p, rule r: no", "2026-03-01T09:00:00Z"));
    }

    @Test
    void what_was_told_before_a_restart_is_told_once_and_keeps_its_time() {
        var before =
                plan(PolicyStatusPlanning.EMPTY, "{'mode': 'Audit'}", new AuditLog.View(1, List.of(entry("1", NOW))));
        var after = plan(before, "{'mode': 'Audit'}", new AuditLog.View(1, List.of(entry("1", NOW.plusSeconds(600)))));
        assertThat(after).isEqualTo(before);
    }

    @Test
    void the_list_has_an_end_and_begins_with_the_newest() {
        var many = IntStream.range(0, 16)
                .mapToObj(i -> entry("old-" + i, NOW.plusSeconds(i)))
                .toList();
        var before = plan(PolicyStatusPlanning.EMPTY, "{'mode': 'Audit'}", new AuditLog.View(1, many));
        var after =
                plan(before, "{'mode': 'Audit'}", new AuditLog.View(1, List.of(entry("new", NOW.plusSeconds(600)))));
        assertThat(told(after)).hasSize(16);
        assertThat(told(after).getFirst().requestUID()).isEqualTo("new");
        assertThat(told(after))
                .extracting(AuditedRefusal::requestUID)
                .doesNotContain("old-0")
                .contains("old-1");
    }
}
