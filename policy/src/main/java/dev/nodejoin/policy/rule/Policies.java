package dev.nodejoin.policy.rule;

import dev.nodejoin.api.v1alpha1.ServingCertificates;
import dev.nodejoin.policy.approval.ApprovalTerms;
import dev.nodejoin.policy.certificate.AddressSource;
import dev.nodejoin.policy.certificate.ServingTerms;
import dev.nodejoin.policy.fact.Facts;
import dev.nodejoin.policy.fact.JoinFacts;
import dev.nodejoin.policy.rule.PolicyRefusal.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * All policies, as one. Restrictions add up: each policy that governs a request is asked, built-in bounds are always in force,
 * the strictest wins, and order never matters. To allow something takes a policy that says so and none that says otherwise.
 */
public final class Policies {
    /** No policy but what is built in. */
    public static final Policies NONE = new Policies(List.of());

    /** What people read in the place of a policy's name. */
    static final String BUILT_IN = "(built in)";

    private static final String NODE_STATUS = "NodeStatus";

    private final List<Policy> policies;

    private Policies(List<Policy> policies) {
        this.policies = policies;
    }

    public static Policies of(Collection<Policy> policies) {
        return new Policies(policies.stream()
                .sorted(Comparator.comparing(Policy::name)
                        .thenComparing(policy -> policy.reference().hash()))
                .toList());
    }

    /** Whether the request may be approved at all. */
    public PolicyVerdict judgeRequest(Facts facts) {
        var asked = AskedFields.of(facts.join().spec());
        var refusals = new ArrayList<>(builtIn(facts.join(), asked));
        refusals.addAll(ask(enforced(facts.join(), asked), policy -> policy.judgeRequest(asked, facts)));
        return PolicyVerdict.of(
                refusals, ask(audited(facts.join(), asked), policy -> policy.judgeRequest(asked, facts)));
    }

    /** Whether the client certificate that {@code facts} speaks of may be approved, as far as policies say. */
    public PolicyVerdict judgeCertificate(Facts facts) {
        return judge(facts, policy -> policy.judgeCertificate(facts));
    }

    /** Whether the serving certificate that {@code facts} speaks of may be approved, as far as rules say. */
    public PolicyVerdict judgeServing(Facts facts) {
        return judge(facts, policy -> policy.judgeServing(facts));
    }

    private PolicyVerdict judge(Facts facts, Function<Policy, List<PolicyRefusal>> question) {
        var asked = AskedFields.of(facts.join().spec());
        return PolicyVerdict.of(
                ask(enforced(facts.join(), asked), question), ask(audited(facts.join(), asked), question));
    }

    private static List<PolicyRefusal> ask(Stream<Policy> asked, Function<Policy, List<PolicyRefusal>> question) {
        return asked.flatMap(policy -> question.apply(policy).stream()).toList();
    }

    private List<PolicyRefusal> builtIn(JoinFacts join, AskedFields asked) {
        var ifNotReady = enforced(join, asked).anyMatch(Policy::allowsIfNotReady);
        return BoundsRules.check(BuiltInBounds.always(ifNotReady), asked).stream()
                .map(breach -> new PolicyRefusal(BUILT_IN, Kind.BOUND, "spec." + breach.field(), breach.message()))
                .toList();
    }

    /** What it takes to approve the request. */
    public ApprovalTerms terms(JoinFacts join) {
        var asked = AskedFields.of(join.spec());
        var governing = enforced(join, asked).toList();
        var approvers = governing.stream()
                .flatMap(policy -> policy.approvers().stream())
                .max(Comparator.naturalOrder());
        return new ApprovalTerms(
                approvers.isEmpty() && governing.stream().anyMatch(policy -> policy.grants(asked)),
                approvers.orElse(1),
                shortest(governing, Policy::expiresAfter),
                governing.stream().map(Policy::reference).toList());
    }

    /** What serving certificates may be. */
    public ServingTerms serving(JoinFacts join) {
        var said = enforced(join, AskedFields.of(join.spec()))
                .flatMap(policy -> policy.serving().stream())
                .toList();
        var allowed = said.stream().anyMatch(serving -> Boolean.TRUE.equals(serving.allowed()))
                && said.stream().noneMatch(serving -> Boolean.FALSE.equals(serving.allowed()));
        if (!allowed) return ServingTerms.NONE;
        return new ServingTerms(
                true,
                said.stream().anyMatch(Policies::wantsTheRequest) ? AddressSource.REQUEST : AddressSource.NODE_STATUS);
    }

    /** A source that is not known counts as the narrowest. */
    private static boolean wantsTheRequest(ServingCertificates serving) {
        var source = serving.addressSource();
        return source == null ? Boolean.TRUE.equals(serving.allowed()) : !source.equals(NODE_STATUS);
    }

    /** How long a client certificate may live. */
    public Optional<Duration> longestLifetime(JoinFacts join) {
        return shortest(enforced(join, AskedFields.of(join.spec())).toList(), Policy::longestLifetime);
    }

    private static Optional<Duration> shortest(List<Policy> governing, Function<Policy, Optional<Duration>> duration) {
        return governing.stream()
                .flatMap(policy -> duration.apply(policy).stream())
                .min(Comparator.naturalOrder());
    }

    /** Time alone can change what is said about the request. */
    public boolean dependOnTime(JoinFacts join) {
        var asked = AskedFields.of(join.spec());
        return policies.stream().anyMatch(policy -> policy.dependsOnTime() && policy.governs(join, asked));
    }

    private Stream<Policy> enforced(JoinFacts join, AskedFields asked) {
        return policies.stream().filter(policy -> !policy.isAudit() && policy.governs(join, asked));
    }

    private Stream<Policy> audited(JoinFacts join, AskedFields asked) {
        return policies.stream().filter(policy -> policy.isAudit() && policy.governs(join, asked));
    }
}
