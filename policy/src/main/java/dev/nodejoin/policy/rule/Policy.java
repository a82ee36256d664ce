package dev.nodejoin.policy.rule;

import dev.nodejoin.api.v1alpha1.ApprovalDemand;
import dev.nodejoin.api.v1alpha1.GovernedRequests;
import dev.nodejoin.api.v1alpha1.NodeJoinPolicySpec;
import dev.nodejoin.api.v1alpha1.PolicyMode;
import dev.nodejoin.api.v1alpha1.PolicyRule;
import dev.nodejoin.api.v1alpha1.RuleStage;
import dev.nodejoin.api.v1alpha1.ServingCertificates;
import dev.nodejoin.policy.approval.PolicyReference;
import dev.nodejoin.policy.fact.Facts;
import dev.nodejoin.policy.fact.JoinFacts;
import dev.nodejoin.policy.rule.PolicyRefusal.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One policy, its rules compiled.
 *
 * @param problems rules that do not compile; while there are any, the policy refuses whatever it governs
 */
public record Policy(
        PolicyReference reference, NodeJoinPolicySpec spec, List<CompiledRule> rules, List<RuleProblem> problems) {
    private static final String AUTOMATIC = "Automatic";

    public Policy {
        rules = List.copyOf(rules);
        problems = List.copyOf(problems);
    }

    public static Policy of(String name, NodeJoinPolicySpec spec) {
        var readings = orEmpty(spec.rules()).stream()
                .filter(Objects::nonNull)
                .map(CompiledRule::read)
                .toList();
        return new Policy(
                PolicyReference.of(name, spec),
                spec,
                readings.stream()
                        .flatMap(reading ->
                                reading instanceof CompiledRule.Reading.Usable(var rule) ? Stream.of(rule) : null)
                        .toList(),
                readings.stream()
                        .flatMap(reading -> reading instanceof CompiledRule.Reading.Unusable(var problem)
                                ? Stream.of(problem)
                                : null)
                        .toList());
    }

    public String name() {
        return reference.name();
    }

    public boolean isAudit() {
        return spec.mode() == PolicyMode.AUDIT;
    }

    boolean governs(JoinFacts join, AskedFields asked) {
        var governed = spec.governs();
        if (governed == null) return true;
        return fits(governed.namespaces(), join.namespace())
                && fits(governed.nodeNames(), asked.nodeName())
                && fits(governed.roles(), asked.role())
                && hasLabels(governed, join);
    }

    private static boolean fits(@Nullable List<String> patterns, String text) {
        return patterns == null || patterns.isEmpty() || NamePattern.anyMatches(patterns, text);
    }

    private static boolean hasLabels(GovernedRequests governed, JoinFacts join) {
        var wanted = governed.requestLabels();
        return wanted == null || join.labels().entrySet().containsAll(wanted.entrySet());
    }

    List<PolicyRefusal> judgeRequest(AskedFields asked, Facts facts) {
        var breaches = BoundsRules.check(spec.bounds(), asked).stream()
                .map(breach -> new PolicyRefusal(name(), Kind.BOUND, "spec." + breach.field(), breach.message()));
        return Stream.of(breaches, wantedLifetime(asked), ask(RuleStage.REQUEST, facts))
                .flatMap(refusals -> refusals)
                .toList();
    }

    List<PolicyRefusal> judgeCertificate(Facts facts) {
        return Stream.concat(lifetime(facts), ask(RuleStage.CERTIFICATE, facts)).toList();
    }

    List<PolicyRefusal> judgeServing(Facts facts) {
        return ask(RuleStage.SERVING_CERTIFICATE, facts).toList();
    }

    private Stream<PolicyRefusal> ask(RuleStage stage, Facts facts) {
        var unusable = problems.stream()
                .map(problem -> new PolicyRefusal(
                        name(),
                        Kind.UNUSABLE,
                        problem.rule(),
                        "line %d, column %d: %s".formatted(problem.line(), problem.column(), problem.message())));
        var failed =
                rules.stream().filter(rule -> rule.stage() == stage).flatMap(rule -> rule.ask(name(), facts).stream());
        return Stream.concat(unusable, failed);
    }

    private Stream<PolicyRefusal> lifetime(Facts facts) {
        return lifetime(
                "the certificate's expirationSeconds", facts.certificate().flatMap(asked -> asked.lifetime()));
    }

    private Stream<PolicyRefusal> wantedLifetime(AskedFields asked) {
        return lifetime(
                "spec.kubelet.certificateLifetimeSeconds", asked.kubelet().certificateLifetime());
    }

    private Stream<PolicyRefusal> lifetime(String field, Optional<Duration> wanted) {
        var longest = longestLifetime();
        return wanted.stream()
                .filter(lifetime -> longest.isPresent() && lifetime.compareTo(longest.get()) > 0)
                .map(lifetime -> new PolicyRefusal(
                        name(),
                        Kind.BOUND,
                        field,
                        "is %d, at most %d is allowed"
                                .formatted(
                                        lifetime.toSeconds(),
                                        longest.orElseThrow().toSeconds())));
    }

    Optional<Duration> longestLifetime() {
        return Optional.ofNullable(spec.certificates())
                .flatMap(certificates -> Optional.ofNullable(certificates.client()))
                .flatMap(client -> Optional.ofNullable(client.maxLifetimeSeconds()))
                .map(Duration::ofSeconds);
    }

    Optional<ServingCertificates> serving() {
        return Optional.ofNullable(spec.certificates())
                .flatMap(certificates -> Optional.ofNullable(certificates.serving()));
    }

    private Optional<ApprovalDemand> demand() {
        return Optional.ofNullable(spec.approval());
    }

    /** It approves this request by itself: mode Automatic, and nothing is asked for that it does not expressly allow. */
    boolean grants(AskedFields asked) {
        return demand().filter(demand -> AUTOMATIC.equals(demand.mode())).isPresent()
                && problems.isEmpty()
                && asked.unknown().isEmpty()
                && BoundsRules.check(BuiltInBounds.automatic(spec), asked).isEmpty();
    }

    /** How many people it wants; empty if it wants none. A mode that is not known wants people. */
    Optional<Integer> approvers() {
        return demand().filter(demand -> wantsPeople(demand.mode()) || demand.approvers() != null)
                .map(demand -> Math.max(1, Objects.requireNonNullElse(demand.approvers(), 1)));
    }

    private static boolean wantsPeople(@Nullable String mode) {
        return mode != null && !mode.equals(AUTOMATIC);
    }

    Optional<Duration> expiresAfter() {
        return demand().flatMap(demand -> Optional.ofNullable(demand.expiresAfterSeconds()))
                .map(Duration::ofSeconds);
    }

    boolean allowsIfNotReady() {
        var bounds = spec.bounds();
        return bounds != null && bounds.rejoins() != null && bounds.rejoins().contains(BuiltInBounds.IF_NOT_READY);
    }

    boolean dependsOnTime() {
        return rules.stream().anyMatch(rule -> rule.expression().dependsOnTime());
    }

    private static List<PolicyRule> orEmpty(@Nullable List<PolicyRule> list) {
        return list == null ? List.of() : list;
    }
}
