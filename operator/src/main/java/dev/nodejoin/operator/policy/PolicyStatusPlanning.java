package dev.nodejoin.operator.policy;

import dev.nodejoin.api.v1alpha1.AuditSummary;
import dev.nodejoin.api.v1alpha1.AuditedRefusal;
import dev.nodejoin.api.v1alpha1.NodeJoinPolicyStatus;
import dev.nodejoin.operator.condition.ConditionRenderer;
import dev.nodejoin.policy.rule.Policy;
import dev.nodejoin.policy.rule.RuleProblem;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the status of a policy says. Pure: the same facts and time always give the same status. */
final class PolicyStatusPlanning {
    static final NodeJoinPolicyStatus EMPTY = new NodeJoinPolicyStatus(null, null, null);
    static final String ACCEPTED = "Accepted";
    static final String DOES_NOT_COMPILE = "DoesNotCompile";

    private PolicyStatusPlanning() {}

    static NodeJoinPolicyStatus plan(
            NodeJoinPolicyStatus before, long generation, Policy policy, AuditLog.View audit, Instant now) {
        return new NodeJoinPolicyStatus(
                List.of(accepted(before, generation, policy, now)),
                generation,
                policy.isAudit() ? summary(before, audit) : null);
    }

    private static Condition accepted(NodeJoinPolicyStatus before, long generation, Policy policy, Instant now) {
        var compiles = policy.problems().isEmpty();
        return new ConditionRenderer(before.conditions(), generation, now)
                .render(
                        ACCEPTED,
                        compiles,
                        compiles ? ACCEPTED : DOES_NOT_COMPILE,
                        compiles ? "Every rule compiles" : message(policy));
    }

    private static String message(Policy policy) {
        var all = policy.problems().stream().map(RuleProblem::describe).collect(Collectors.joining("; "));
        return "%s; %s".formatted(all, consequence(policy));
    }

    private static String consequence(Policy policy) {
        return policy.isAudit()
                ? "enforced, it would refuse everything that it governs"
                : "until it compiles it refuses everything that it governs";
    }

    private static AuditSummary summary(NodeJoinPolicyStatus before, AuditLog.View audit) {
        return new AuditSummary(audit.wouldRefuse(), newest(told(before), audit.newest()));
    }

    private static List<AuditedRefusal> told(NodeJoinPolicyStatus before) {
        return before.audit() == null ? List.of() : orEmpty(before.audit().lastRefusals());
    }

    /** What was told before keeps its time, also over a restart. */
    private static List<AuditedRefusal> newest(List<AuditedRefusal> told, List<AuditEntry> seen) {
        var added = seen.stream()
                .map(PolicyStatusPlanning::refusal)
                .filter(refusal -> told.stream().noneMatch(old -> isSame(old, refusal)));
        return Stream.concat(added, told.stream())
                .sorted(Comparator.comparing((AuditedRefusal refusal) -> Objects.requireNonNullElse(refusal.at(), ""))
                        .reversed())
                .limit(AuditLog.LONGEST)
                .toList();
    }

    private static AuditedRefusal refusal(AuditEntry entry) {
        return new AuditedRefusal(
                entry.namespace(),
                entry.name(),
                entry.requestUid(),
                entry.refusal().describe(),
                text(entry.since()));
    }

    private static boolean isSame(AuditedRefusal one, AuditedRefusal other) {
        return Objects.equals(one.requestUID(), other.requestUID()) && Objects.equals(one.message(), other.message());
    }

    private static String text(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
