package dev.nodejoin.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.api.v1alpha1.ConditionType;
import dev.nodejoin.api.v1alpha1.NodeJoinRequestStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** What the schema of {@code metav1.Condition} and Kubernetes' conventions ask of every status. */
final class ConditionRules {
    private ConditionRules() {}

    static void check(NodeJoinRequestStatus before, NodeJoinRequestStatus after, long generation, Instant now) {
        var conditions = ModelRules.listOf(after.conditions());
        assertThat(conditions)
                .extracting(Condition::getType)
                .containsExactly(Arrays.stream(ConditionType.values())
                        .filter(type -> type != ConditionType.SERVING_CERTIFICATE_ISSUED)
                        .map(ConditionType::label)
                        .toArray(String[]::new));
        conditions.forEach(condition -> checkShape(condition, generation));
        conditions.forEach(condition -> checkTransition(ModelRules.listOf(before.conditions()), condition, now));
        checkReady(conditions);
    }

    private static void checkShape(Condition condition, long generation) {
        assertThat(condition.getStatus()).isIn("True", "False");
        assertThat(condition.getReason()).matches("[A-Z][A-Za-z]*").hasSizeLessThanOrEqualTo(1024);
        assertThat(condition.getMessage()).isNotBlank().hasSizeLessThanOrEqualTo(32_768);
        assertThat(condition.getObservedGeneration()).isEqualTo(generation);
    }

    private static void checkTransition(List<Condition> before, Condition condition, Instant now) {
        var kept = before.stream()
                .filter(old -> old.getType().equals(condition.getType()))
                .filter(old -> old.getStatus().equals(condition.getStatus()))
                .map(Condition::getLastTransitionTime)
                .findFirst();
        assertThat(condition.getLastTransitionTime())
                .as("last transition of %s", condition.getType())
                .isEqualTo(kept.orElse(Timestamps.format(now)));
    }

    /** Ready says what the first condition says that is not met. */
    private static void checkReady(List<Condition> conditions) {
        var ready = conditions.getLast();
        var firstUnmet = conditions.stream()
                .filter(condition -> condition.getStatus().equals("False"))
                .findFirst();
        firstUnmet.ifPresent(first -> {
            assertThat(ready.getStatus()).isEqualTo("False");
            assertThat(ready.getReason()).isEqualTo(first.getReason());
            assertThat(ready.getMessage()).isEqualTo(first.getMessage());
        });
    }
}
