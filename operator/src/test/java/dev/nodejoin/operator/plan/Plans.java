package dev.nodejoin.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.api.v1alpha1.CertificateStatus;
import dev.nodejoin.api.v1alpha1.ConditionType;
import dev.nodejoin.api.v1alpha1.TokenState;
import dev.nodejoin.policy.certificate.Refusal;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a test asks of a plan. */
final class Plans {
    private Plans() {}

    static void assertRests(JoinPlan plan) {
        assertThat(plan.effect()).isEqualTo(new Effect.None());
    }

    /** Such as {@code False Denied}. */
    static String condition(JoinPlan plan, ConditionType type) {
        var condition = find(plan, type);
        return condition.getStatus() + " " + condition.getReason();
    }

    static String message(JoinPlan plan, ConditionType type) {
        return Objects.requireNonNull(find(plan, type).getMessage());
    }

    static Condition find(JoinPlan plan, ConditionType type) {
        return Conditions.of(plan.status().conditions(), type).orElseThrow();
    }

    static @Nullable TokenState tokenState(JoinPlan plan) {
        return Objects.requireNonNull(plan.status().token()).state();
    }

    static CertificateStatus certificate(JoinPlan plan) {
        return Objects.requireNonNull(plan.status().certificate());
    }

    static List<Refusal.Reason> refusals(JoinPlan plan) {
        if (!(plan.effect() instanceof Effect.Deny deny)) throw new AssertionError("denies nothing: " + plan.effect());
        return deny.verdict().refusals().stream().map(Refusal::reason).toList();
    }
}
