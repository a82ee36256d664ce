package dev.nodejoin.operator.gate.plan;

import dev.nodejoin.api.v1alpha1.GateConditionType;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Renders what was found; a condition keeps the time of its last transition while its status stays. */
final class GateConditions {
    private static final int LONGEST_MESSAGE = 32_768;

    private final GateSnapshot snapshot;
    private final Instant now;
    private final List<Condition> rendered = new ArrayList<>();

    GateConditions(GateSnapshot snapshot, Instant now) {
        this.snapshot = snapshot;
        this.now = now;
    }

    void met(GateConditionType type, String reason, String message) {
        add(type, "True", reason, message);
    }

    void unmet(GateConditionType type, String reason, String message) {
        add(type, "False", reason, message);
    }

    List<Condition> all() {
        return List.copyOf(rendered);
    }

    private void add(GateConditionType type, String status, String reason, String message) {
        rendered.add(new ConditionBuilder()
                .withType(type.label())
                .withStatus(status)
                .withReason(reason)
                .withMessage(message.substring(0, Math.min(message.length(), LONGEST_MESSAGE)))
                .withObservedGeneration(snapshot.generation())
                .withLastTransitionTime(lastTransition(type, status))
                .build());
    }

    private String lastTransition(GateConditionType type, String status) {
        return of(snapshot.status().conditions(), type)
                .filter(old -> status.equals(old.getStatus()))
                .map(Condition::getLastTransitionTime)
                .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    static Optional<Condition> of(@Nullable List<Condition> conditions, GateConditionType type) {
        if (conditions == null) return Optional.empty();
        return conditions.stream()
                .filter(condition -> type.label().equals(condition.getType()))
                .findFirst();
    }
}
