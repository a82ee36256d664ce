package dev.nodejoin.operator.plan;

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
    private static final List<ConditionType> ALWAYS = Arrays.stream(ConditionType.values())
            .filter(type -> type != ConditionType.SERVING_CERTIFICATE_ISSUED)
            .toList();
    private static final int LONGEST_MESSAGE = 32_768;

    private final RequestFacts request;
    private final Instant now;

    Conditions(RequestFacts request, Instant now) {
        this.request = request;
        this.now = now;
    }

    /**
     * One condition of every type, and of {@code ServingCertificateIssued} if there is a finding. A type without a finding
     * waits for the first that is not met.
     */
    List<Condition> render(Map<ConditionType, Finding> findings) {
        var firstUnmet = ALWAYS.stream()
                .filter(type ->
                        !findings.containsKey(type) || !findings.get(type).met())
                .findFirst();
        return Arrays.stream(ConditionType.values())
                .filter(type -> ALWAYS.contains(type) || findings.containsKey(type))
                .map(type -> render(type, findingOf(type, findings, firstUnmet)))
                .toList();
    }

    private static Finding findingOf(
            ConditionType type, Map<ConditionType, Finding> findings, Optional<ConditionType> firstUnmet) {
        if (type == ConditionType.READY) return ready(findings, firstUnmet);
        var finding = findings.get(type);
        if (finding != null) return finding;
        var first = firstUnmet.filter(unmet -> unmet != type);
        return Finding.unmet(
                Reason.PENDING, first.map(unmet -> "Waits for " + unmet.label()).orElse("Comes next"));
    }

    /** Mirrors the first that is not met. */
    private static Finding ready(Map<ConditionType, Finding> findings, Optional<ConditionType> firstUnmet) {
        var first = firstUnmet.orElse(ConditionType.READY);
        if (first != ConditionType.READY) return findingOf(first, findings, firstUnmet);
        var own = findings.get(ConditionType.READY);
        return own != null ? own : Finding.unmet(Reason.PENDING, "Comes next");
    }

    private Condition render(ConditionType type, Finding finding) {
        var status = finding.met() ? TRUE : FALSE;
        return new ConditionBuilder()
                .withType(type.label())
                .withStatus(status)
                .withReason(finding.reason())
                .withMessage(shortened(finding.message()))
                .withObservedGeneration(request.generation())
                .withLastTransitionTime(lastTransition(type, status))
                .build();
    }

    /** The schema of conditions ends a message here; people and machines can make ours longer. */
    private static String shortened(String message) {
        return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE - 3) + "...";
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
