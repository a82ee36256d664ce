package dev.nodejoin.operator.gate.plan;

import dev.nodejoin.api.v1alpha1.GateConditionType;
import dev.nodejoin.operator.condition.ConditionRenderer;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The conditions of the gate, from what was found. */
final class GateConditions {
    private final ConditionRenderer renderer;
    private final List<Condition> rendered = new ArrayList<>();

    GateConditions(GateSnapshot snapshot, Instant now) {
        renderer = new ConditionRenderer(snapshot.status().conditions(), snapshot.generation(), now);
    }

    void met(GateConditionType type, String reason, String message) {
        add(type, true, reason, message);
    }

    void unmet(GateConditionType type, String reason, String message) {
        add(type, false, reason, message);
    }

    List<Condition> all() {
        return List.copyOf(rendered);
    }

    private void add(GateConditionType type, boolean met, String reason, String message) {
        rendered.add(renderer.render(type.label(), met, reason, message));
    }

    static Optional<Condition> of(@Nullable List<Condition> conditions, GateConditionType type) {
        return ConditionRenderer.find(conditions, type.label());
    }
}
