package dev.nodejoin.operator.plan;

import dev.nodejoin.api.v1alpha1.ConditionType;
import dev.nodejoin.operator.condition.ConditionRenderer;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The conditions of a request, from what was found. */
final class Conditions {
    private static final List<ConditionType> ALWAYS = Arrays.stream(ConditionType.values())
            .filter(type -> type != ConditionType.SERVING_CERTIFICATE_ISSUED)
            .toList();

    private final ConditionRenderer renderer;

    Conditions(RequestFacts request, Instant now) {
        renderer = new ConditionRenderer(request.status().conditions(), request.generation(), now);
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
        return renderer.render(type.label(), finding.met(), finding.reason(), finding.message());
    }

    static Optional<Condition> of(@Nullable List<Condition> conditions, ConditionType type) {
        return ConditionRenderer.find(conditions, type.label());
    }
}
