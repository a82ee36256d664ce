package dev.nodejoin.policy.rule;

import static dev.nodejoin.policy.rule.Questions.facts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.api.v1alpha1.NodeJoinPolicySpec;
import dev.nodejoin.policy.approval.ApprovalTerms;
import dev.nodejoin.policy.certificate.AddressSource;
import dev.nodejoin.policy.certificate.ServingTerms;
import dev.nodejoin.policy.fact.Facts;
import dev.nodejoin.protocol.pki.CertificateRequest;
import dev.nodejoin.protocol.pki.CertificateRequests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** How policies add up, whatever they are. */
class PolicyAlgebraTest {
    private static final CertificateRequest CSR =
            CertificateRequests.forNode("edge-1").parsed();

    /** Everything that policies decide. */
    private record Outcome(
            PolicyVerdict request,
            PolicyVerdict certificate,
            PolicyVerdict serving,
            ApprovalTerms terms,
            ServingTerms servingTerms,
            Optional<Duration> lifetime) {
        static Outcome of(List<Policy> policies, Facts facts) {
            var all = Policies.of(policies);
            return new Outcome(
                    all.judgeRequest(facts),
                    all.judgeCertificate(facts),
                    all.judgeServing(facts),
                    all.terms(facts.join()),
                    all.serving(facts.join()),
                    all.longestLifetime(facts.join()));
        }

        Outcome withoutAudit() {
            return new Outcome(
                    PolicyVerdict.of(refusals(request), List.of()),
                    PolicyVerdict.of(refusals(certificate), List.of()),
                    PolicyVerdict.of(refusals(serving), List.of()),
                    terms,
                    servingTerms,
                    lifetime);
        }
    }

    @Property(tries = 500)
    void adding_a_policy_that_grants_nothing_never_enables_anything(
            @ForAll("policyLists") List<Policy> policies,
            @ForAll("grantless") Policy more,
            @ForAll("asked") Facts facts) {
        var before = Outcome.of(policies, facts);
        var after = Outcome.of(with(policies, more), facts);
        if (refuses(before.request())) assertThat(refuses(after.request())).isTrue();
        if (refuses(before.certificate()))
            assertThat(refuses(after.certificate())).isTrue();
        if (refuses(before.serving())) assertThat(refuses(after.serving())).isTrue();
        if (!before.terms().automatic()) assertThat(after.terms().automatic()).isFalse();
        if (!before.servingTerms().allowed())
            assertThat(after.servingTerms().allowed()).isFalse();
        if (before.servingTerms().addressSource() == AddressSource.REQUEST)
            assertThat(after.servingTerms().addressSource()).isEqualTo(AddressSource.REQUEST);
    }

    @Property(tries = 500)
    void adding_any_policy_never_loosens_a_bound(
            @ForAll("policyLists") List<Policy> policies,
            @ForAll("policies") Policy more,
            @ForAll("asked") Facts facts) {
        var before = Outcome.of(policies, facts);
        var after = Outcome.of(with(policies, more), facts);
        assertThat(refusals(after.request())).containsAll(except(before.request(), PolicyAlgebraTest::isMissingGrant));
        assertThat(refusals(after.certificate())).containsAll(refusals(before.certificate()));
        assertThat(refusals(after.serving())).containsAll(refusals(before.serving()));
        assertThat(after.terms().approvers())
                .isGreaterThanOrEqualTo(before.terms().approvers());
        assertThat(isShorterOrEqual(after.terms().expiresAfter(), before.terms().expiresAfter()))
                .isTrue();
        assertThat(isShorterOrEqual(after.lifetime(), before.lifetime())).isTrue();
    }

    @Property(tries = 500)
    void order_never_matters(
            @ForAll("policyLists") List<Policy> policies, @ForAll("asked") Facts facts, @ForAll Random random) {
        var shuffled = new ArrayList<>(policies);
        Collections.shuffle(shuffled, random);
        assertThat(Outcome.of(shuffled, facts)).isEqualTo(Outcome.of(policies, facts));
    }

    @Property(tries = 500)
    void audit_changes_no_outcome(
            @ForAll("policyLists") List<Policy> policies,
            @ForAll("audited") Policy more,
            @ForAll("asked") Facts facts) {
        assertThat(Outcome.of(with(policies, more), facts).withoutAudit())
                .isEqualTo(Outcome.of(policies, facts).withoutAudit());
    }

    @Property(tries = 200)
    void audit_tells_exactly_what_the_same_policy_would_refuse(
            @ForAll("enforced") Policy policy, @ForAll("asked") Facts facts) {
        var audit = inMode(policy, "'Audit'");
        assertThat(Outcome.of(List.of(audit), facts).request().audited())
                .containsExactlyElementsOf(except(
                        Outcome.of(List.of(policy), facts).request(),
                        refusal -> refusal.policy().equals(Policies.BUILT_IN)));
    }

    @Property(tries = 200)
    void every_evaluation_error_refuses(
            @ForAll("policyLists") List<Policy> policies,
            @ForAll("erring") Policy erring,
            @ForAll("asked") Facts facts) {
        var outcome = Outcome.of(with(policies, erring), facts);
        assertThat(refuses(outcome.request())).isTrue();
        assertThat(refuses(outcome.certificate())).isTrue();
        assertThat(refusals(outcome.certificate()))
                .filteredOn(refusal -> refusal.policy().equals("erring"))
                .noneMatch(PolicyRefusal::isProven);
    }

    @Property(tries = 200)
    void an_automatic_approval_never_covers_what_its_policies_do_not_name(
            @ForAll("silent") List<Policy> policies, @ForAll("dangerous") Facts facts) {
        assertThat(Outcome.of(policies, facts).terms().automatic()).isFalse();
    }

    private static boolean refuses(PolicyVerdict verdict) {
        return verdict instanceof PolicyVerdict.Refuse;
    }

    private static List<PolicyRefusal> refusals(PolicyVerdict verdict) {
        return verdict instanceof PolicyVerdict.Refuse refuse ? refuse.refusals() : List.of();
    }

    private static List<PolicyRefusal> except(PolicyVerdict verdict, Predicate<PolicyRefusal> what) {
        return refusals(verdict).stream().filter(what.negate()).toList();
    }

    private static boolean isMissingGrant(PolicyRefusal refusal) {
        return refusal.policy().equals(Policies.BUILT_IN) && refusal.subject().equals("spec.rejoin");
    }

    private static boolean isShorterOrEqual(Optional<Duration> after, Optional<Duration> before) {
        return before.isEmpty()
                || after.filter(now -> now.compareTo(before.get()) <= 0).isPresent();
    }

    private static List<Policy> with(List<Policy> policies, Policy more) {
        var all = new ArrayList<>(policies);
        all.add(more);
        return all;
    }

    private static boolean grants(NodeJoinPolicySpec spec) {
        var policy = Policy.of("p", spec);
        var approval = spec.approval();
        return (approval != null && "Automatic".equals(approval.mode()))
                || policy.allowsIfNotReady()
                || policy.serving()
                        .filter(serving -> Boolean.TRUE.equals(serving.allowed()))
                        .isPresent();
    }

    // What there can be

    @Provide
    Arbitrary<List<Policy>> policyLists() {
        return policies().list().ofMaxSize(4);
    }

    @Provide
    Arbitrary<Policy> grantless() {
        return policies().filter(policy -> !grants(policy.spec()));
    }

    @Provide
    Arbitrary<Policy> audited() {
        return texts("'Audit'");
    }

    @Provide
    Arbitrary<Policy> enforced() {
        return texts("'Enforce'");
    }

    @Provide
    Arbitrary<Policy> policies() {
        return Arbitraries.of("null", "'Enforce'", "'Audit'").flatMap(PolicyAlgebraTest::texts);
    }

    private static Policy inMode(Policy policy, String mode) {
        var spec = policy.spec();
        return Policy.of(
                policy.name(),
                new NodeJoinPolicySpec(
                        Questions.policySpec("{'mode': %s}".formatted(mode)).mode(),
                        spec.governs(),
                        spec.approval(),
                        spec.bounds(),
                        spec.certificates(),
                        spec.rules()));
    }

    private static Arbitrary<Policy> texts(String mode) {
        return Combinators.combine(
                        Arbitraries.of("a", "b", "c", "d"),
                        oneOf("{'nodeNames': ['edge-*']}", "{'namespaces': ['other']}", "{'roles': ['Worker']}"),
                        oneOf(
                                "{'mode': 'Automatic'}",
                                "{'mode': 'Automatic', 'expiresAfterSeconds': 60}",
                                "{'mode': 'Manual'}",
                                "{'approvers': 2}",
                                "{'approvers': 3}",
                                "{'expiresAfterSeconds': 600}"),
                        oneOf(
                                "{'rejoins': ['IfNotReady', 'Never']}",
                                "{'labels': [{'key': 'zone'}]}",
                                "{'labels': [], 'nodeNames': ['*-1']}",
                                "{'maxTokenTtlSeconds': 600}",
                                "{'addresses': ['10.0.0.0/8'], 'rejoins': ['Never']}",
                                "{'requestedByRequired': true}"),
                        oneOf(
                                "{'client': {'maxLifetimeSeconds': 3600}}",
                                "{'client': {'maxLifetimeSeconds': 7200}, 'serving': {'allowed': true}}",
                                "{'serving': {'allowed': true, 'addressSource': 'NodeStatus'}}",
                                "{'serving': {'allowed': false}}",
                                "{'serving': {'addressSource': 'Request'}}"),
                        oneOf(
                                rule("Request", "request.spec.nodeName.startsWith('edge-')"),
                                rule("Request", "request.spec.token.ttlSeconds < 900"),
                                rule("Certificate", "csr.expirationSeconds <= 3600"),
                                rule("ServingCertificate", "size(csr.dnsNames) > 0"),
                                rule("Request", "1 +"),
                                rule("Certificate", "token.attempt < 3 && node.exists")))
                .as((name, governs, approval, bounds, certificates, rules) -> Questions.policy(
                        name,
                        "{'mode': %s, 'governs': %s, 'approval': %s, 'bounds': %s, 'certificates': %s, 'rules': %s}"
                                .formatted(mode, governs, approval, bounds, certificates, rules)));
    }

    private static Arbitrary<String> oneOf(String... texts) {
        return Arbitraries.of(texts).injectNull(0.3).map(text -> text == null ? "null" : text);
    }

    private static String rule(String stage, String expression) {
        return "[{'name': 'r', 'stage': '%s', 'expression': \"%s\"}]"
                .formatted(stage, expression.replace("'", "\\u0027"));
    }

    @Provide
    Arbitrary<Policy> erring() {
        return Arbitraries.of(
                        "dyn(1)",
                        "dyn(request.spec) == 1 || request.spec.identity.publicKey == ''",
                        "request.labels['no'] == 'such'",
                        "1 / (request.name.size() - request.name.size()) == 1",
                        "ip('nowhere').isLoopback()",
                        "timestamp('never') < now",
                        "[1, 2].map(x, x * 9223372036854775807).size() == 2",
                        "request.unknown",
                        "1 +",
                        "'a'.matches('((a{1000}){1000}){1000}')")
                .map(expression -> Questions.policy(
                        "erring",
                        "{'rules': [%s, %s]}"
                                .formatted(
                                        inner(rule("Request", expression).replace("'r'", "'one'")),
                                        inner(rule("Certificate", expression).replace("'r'", "'two'")))));
    }

    private static String inner(String list) {
        return list.substring(1, list.length() - 1);
    }

    @Provide
    Arbitrary<List<Policy>> silent() {
        return policies()
                .filter(policy -> policy.spec().bounds() == null)
                .list()
                .ofMaxSize(3);
    }

    @Provide
    Arbitrary<Facts> dangerous() {
        return Arbitraries.of(
                        "{'nodeName': 'edge-1', 'node': {'labels': {'zone': 'a'}}}",
                        "{'nodeName': 'edge-1', 'node': {'annotations': {'zone': 'a'}}}")
                .map(Questions::facts);
    }

    @Provide
    Arbitrary<Facts> asked() {
        return Combinators.combine(
                        Arbitraries.of(
                                "{'nodeName': 'edge-1'}",
                                "{'nodeName': 'edge-2', 'token': {'ttlSeconds': 600}}",
                                "{'nodeName': 'core-1', 'requestedBy': 'olivia'}",
                                "{'nodeName': 'edge-1', 'node': {'labels': {'zone': 'a'}}}",
                                "{'nodeName': 'edge-3', 'role': 'Worker', 'node': {'labels': {'rack': 'a'}}}"),
                        Arbitraries.of(
                                Optional.<Duration>empty(),
                                Optional.of(Duration.ofHours(1)),
                                Optional.of(Duration.ofHours(9))))
                .as((spec, lifetime) -> Questions.withCsr(facts(spec), lifetime, CSR));
    }
}
