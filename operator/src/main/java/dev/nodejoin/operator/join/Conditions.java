package dev.nodejoin.operator.join;

import dev.nodejoin.api.v1alpha1.ConditionType;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Renders findings as conditions; a condition keeps the time of its last transition while its status stays. */
final class Conditions {
    private static final String TRUE = "True";
    private static final String FALSE = "False";

    private final RequestFacts request;
    private final Instant now;

    Conditions(RequestFacts request, Instant now) {
        this.request = request;
        this.now = now;
    }

    /** One condition of every type. A type without a finding waits for the first that is not met. */
    List<Condition> render(Map<ConditionType, Finding> findings) {
        var firstUnmet = Arrays.stream(ConditionType.values())
                .filter(type ->
                        !findings.containsKey(type) || !findings.get(type).met())
                .findFirst();
        return Arrays.stream(ConditionType.values())
                .map(type -> render(type, findingOf(type, findings, firstUnmet)))
                .toList();
    }

    private static Finding findingOf(
            ConditionType type, Map<ConditionType, Finding> findings, Optional<ConditionType> firstUnmet) {
        if (type == ConditionType.READY) return ready(findings, firstUnmet);
        var finding = findings.get(type);
        if (finding != null) return finding;
        return Finding.unmet(
                Reason.PENDING,
                "Waits for " + firstUnmet.map(ConditionType::label).orElse("its turn"));
    }

    private static Finding ready(Map<ConditionType, Finding> findings, Optional<ConditionType> firstUnmet) {
        var mirrored = findings.get(firstUnmet.orElse(ConditionType.READY));
        return mirrored != null ? mirrored : Finding.unmet(Reason.PENDING, "The join has not begun");
    }

    private Condition render(ConditionType type, Finding finding) {
        var status = finding.met() ? TRUE : FALSE;
        return new ConditionBuilder()
                .withType(type.label())
                .withStatus(status)
                .withReason(finding.reason())
                .withMessage(finding.message())
                .withObservedGeneration(request.generation())
                .withLastTransitionTime(lastTransition(type, status))
                .build();
    }

    private String lastTransition(ConditionType type, String status) {
        return of(request.status().conditions(), type)
                .filter(old -> status.equals(old.getStatus()))
                .map(Condition::getLastTransitionTime)
                .orElseGet(() -> Timestamps.format(now));
    }

    static Optional<Condition> of(@org.jspecify.annotations.Nullable List<Condition> conditions, ConditionType type) {
        if (conditions == null) return Optional.empty();
        return conditions.stream()
                .filter(condition -> type.label().equals(condition.getType()))
                .findFirst();
    }
}
