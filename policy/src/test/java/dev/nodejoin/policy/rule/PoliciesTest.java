package dev.nodejoin.policy.rule;

import static dev.nodejoin.policy.rule.Questions.asked;
import static dev.nodejoin.policy.rule.Questions.facts;
import static dev.nodejoin.policy.rule.Questions.join;
import static dev.nodejoin.policy.rule.Questions.policies;
import static dev.nodejoin.policy.rule.Questions.policy;
import static dev.nodejoin.policy.rule.Questions.withCsr;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.policy.approval.ApprovalTerms;
import dev.nodejoin.policy.certificate.AddressSource;
import dev.nodejoin.policy.certificate.ServingTerms;
import dev.nodejoin.policy.fact.Facts;
import dev.nodejoin.policy.rule.PolicyRefusal.Kind;
import dev.nodejoin.protocol.pki.CertificateRequests;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PoliciesTest {
    private static final String EDGE_1 = "{'nodeName': 'edge-1'}";
    private static final String AUTOMATIC = "{'approval': {'mode': 'Automatic'}}";

    // Who is governed

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'namespaces': ['node*']}",
                "{'nodeNames': ['core-*', 'edge-*']}",
                "{'roles': ['Worker', 'ControlPlane']}",
                "{'requestLabels': {'policy.nodejoin.dev/pool': 'edge'}}",
                "{'namespaces': ['nodejoin'], 'nodeNames': ['edge-1'], 'roles': ['Worker']}"
            })
    void a_policy_governs_what_fits_every_part(String governs) {
        assertThat(refusing(governs).judgeRequest(facts(EDGE_1))).isInstanceOf(PolicyVerdict.Refuse.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'namespaces': ['team-*']}",
                "{'nodeNames': ['core-*']}",
                "{'roles': ['ControlPlane']}",
                "{'requestLabels': {'policy.nodejoin.dev/pool': 'core'}}",
                "{'requestLabels': {'policy.nodejoin.dev/other': 'edge'}}",
                "{'namespaces': ['nodejoin'], 'nodeNames': ['core-*']}"
            })
    void and_nothing_else(String governs) {
        assertThat(refusing(governs).judgeRequest(facts(EDGE_1))).isInstanceOf(PolicyVerdict.Admit.class);
    }

    private static Policies refusing(String governs) {
        return policies("{'governs': %s, 'rules': [{'name': 'no', 'stage': 'Request', 'expression': 'false'}]}"
                .formatted(governs));
    }

    // Refusals

    @Test
    void without_policies_what_is_well_formed_is_admitted() {
        assertThat(Policies.NONE.judgeRequest(facts(EDGE_1))).isEqualTo(new PolicyVerdict.Admit(List.of()));
    }

    @Test
    void all_refusals_of_all_policies_are_told() {
        var verdict = policies("{'bounds': {'nodeNames': ['core-*'], 'labels': []}}", """
                        {'rules': [{'name': 'weekend', 'stage': 'Request', 'expression': 'now.getDayOfWeek() == 0', 'message': 'only on Sundays'},
                                   {'name': 'ttl', 'stage': 'Request', 'expression': 'request.spec.token.ttlSeconds < 900'}]}
                        """)
                .judgeRequest(facts(EDGE_1));
        assertThat(verdict).isInstanceOfSatisfying(PolicyVerdict.Refuse.class, refuse -> {
            assertThat(refuse.refusals())
                    .extracting(PolicyRefusal::kind)
                    .containsExactly(Kind.BOUND, Kind.RULE, Kind.FAILED_RULE);
            assertThat(refuse.message())
                    .contains(
                            "policy policy-0: spec.nodeName is edge-1, allowed is [core-*]",
                            "policy policy-1, rule weekend: only on Sundays",
                            "policy policy-1, rule ttl could not be worked out: ");
        });
    }

    @Test
    void a_policy_that_does_not_compile_refuses_all_that_it_governs_and_says_where() {
        var broken =
                "{'governs': {'nodeNames': ['edge-*']}, 'rules': [{'name': 'typo', 'stage': 'Request', 'expression': 'true &&\\n  request.spec.nodeNme == 1'}]}";
        assertThat(policies(broken).judgeRequest(facts(EDGE_1)))
                .isInstanceOfSatisfying(
                        PolicyVerdict.Refuse.class,
                        refuse -> assertThat(refuse.message())
                                .contains("rule typo, line 2, column 15", "undefined field 'nodeNme'"));
        assertThat(policies(broken).judgeRequest(facts("{'nodeName': 'core-1'}")))
                .isInstanceOf(PolicyVerdict.Admit.class);
    }

    @Test
    void rules_of_another_stage_are_not_asked() {
        assertThat(policies("{'rules': [{'name': 'no', 'stage': 'Certificate', 'expression': 'false'}]}")
                        .judgeRequest(facts(EDGE_1)))
                .isInstanceOf(PolicyVerdict.Admit.class);
    }

    @Test
    void what_audit_would_refuse_is_told_and_refuses_nothing() {
        var verdict = policies("{'mode': 'Audit', 'bounds': {'nodeNames': ['core-*']}}")
                .judgeRequest(facts(EDGE_1));
        assertThat(verdict).isInstanceOf(PolicyVerdict.Admit.class);
        assertThat(verdict.audited())
                .containsExactly(
                        new PolicyRefusal("policy-0", Kind.BOUND, "spec.nodeName", "is edge-1, allowed is [core-*]"));
    }

    // Approval

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                   | {}                                       | 1
            {'mode': 'Manual'}                   | {}                                       | 1
            {'approvers': 2}                     | {'approvers': 3}                         | 3
            {'approvers': 2}                     | {'mode': 'Automatic'}                    | 2
            {'mode': 'Manual', 'approvers': 2}   | {'expiresAfterSeconds': 60}              | 2
            """)
    void the_highest_number_of_approvers_wins(String one, String other, int approvers) {
        var terms = policies("{'approval': %s}".formatted(one), "{'approval': %s}".formatted(other))
                .terms(join(EDGE_1));
        assertThat(terms.automatic()).isFalse();
        assertThat(terms.approvers()).isEqualTo(approvers);
    }

    @Test
    void the_shortest_life_of_an_approval_wins() {
        assertThat(policies(
                                "{'approval': {'expiresAfterSeconds': 600}}",
                                "{'approval': {'expiresAfterSeconds': 60}}",
                                "{}")
                        .terms(join(EDGE_1))
                        .expiresAfter())
                .contains(Duration.ofSeconds(60));
    }

    @Test
    void where_no_policy_speaks_one_person_approves() {
        assertThat(Policies.NONE.terms(join(EDGE_1))).isEqualTo(ApprovalTerms.ONE_PERSON);
    }

    @Test
    void the_terms_name_each_enforced_policy_that_governs_and_its_hash() {
        var governing = policy("b", "{'approval': {'approvers': 2}}");
        var terms = Policies.of(List.of(
                        governing,
                        policy("a", "{}"),
                        policy("other", "{'governs': {'nodeNames': ['x']}}"),
                        policy("tells", "{'mode': 'Audit'}")))
                .terms(join(EDGE_1));
        assertThat(terms.policies()).extracting(reference -> reference.name()).containsExactly("a", "b");
        assertThat(terms.policies().getLast()).isEqualTo(governing.reference());
        assertThat(governing.reference().hash()).matches("sha256:[0-9a-f]{64}");
        assertThat(policy("b", "{'approval': {'approvers': 3}}").reference()).isNotEqualTo(governing.reference());
    }

    @Test
    void a_grant_approves_automatically() {
        assertThat(policies(AUTOMATIC, "{}").terms(join(EDGE_1)).automatic()).isTrue();
        assertThat(policies(AUTOMATIC, AUTOMATIC).terms(join(EDGE_1)).automatic())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'mode': 'Manual'}", "{'approvers': 1}"})
    void unless_another_policy_speaks_of_approval(String approval) {
        assertThat(policies(AUTOMATIC, "{'approval': %s}".formatted(approval))
                        .terms(join(EDGE_1))
                        .automatic())
                .isFalse();
    }

    /** As what a newer definition allows reads to this operator. */
    @Test
    void a_mode_of_approval_that_is_not_known_wants_a_person() {
        var terms = policies(AUTOMATIC, "{'approval': {'mode': 'Newer'}}").terms(join(EDGE_1));
        assertThat(terms.automatic()).isFalse();
        assertThat(terms.approvers()).isEqualTo(1);
    }

    /** The client reads a value that it does not know as null. */
    @Test
    void a_mode_of_a_policy_that_is_not_known_enforces() {
        assertThat(policies("{'mode': null, 'bounds': {'nodeNames': ['core-*']}}")
                        .judgeRequest(facts(EDGE_1)))
                .isInstanceOf(PolicyVerdict.Refuse.class);
    }

    @Test
    void a_grant_in_audit_grants_nothing() {
        assertThat(policies("{'mode': 'Audit', 'approval': {'mode': 'Automatic'}}")
                        .terms(join(EDGE_1))
                        .automatic())
                .isFalse();
    }

    @Test
    void a_grant_that_does_not_compile_grants_nothing() {
        assertThat(policies(
                                "{'approval': {'mode': 'Automatic'}, 'rules': [{'name': 'r', 'stage': 'Request', 'expression': '1 +'}]}")
                        .terms(join(EDGE_1))
                        .automatic())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'discovery': 'ClusterInfo'}               | 'bounds': {'discoveries': ['CABundle', 'ClusterInfo']}
            {'rejoin': 'IfNotReady'}                   | 'bounds': {'rejoins': ['IfNotReady']}
            {'node': {'labels': {'zone': 'a'}}}        | 'bounds': {'labels': [{'key': 'zone'}]}
            {'node': {'annotations': {'rack': 'a'}}}   | 'bounds': {'annotations': ['rack']}
            {'addresses': ['10.0.0.1']}                | 'bounds': {'addresses': ['10.0.0.0/8']}
            {'kubelet': {'extraArgs': [{'name': 'v', 'value': '2'}]}} | 'bounds': {'kubelet': {'extraArgs': [{'name': 'v'}]}}
            {'kubelet': {'patches': [{'patch': 'maxPods: 5'}]}} | 'bounds': {'kubelet': {'patchedFields': ['maxPods']}}
            {'kubelet': {'skipPhases': ['preflight']}} | 'bounds': {'kubelet': {'skipPhases': ['preflight']}}
            {'kubelet': {'ignorePreflightErrors': ['all']}} | 'bounds': {'kubelet': {'ignorePreflightErrors': ['all']}}
            {'kubelet': {'criSocket': 'unix:///a'}}    | 'bounds': {'kubelet': {'criSockets': ['unix:///a']}}
            {'role': 'ControlPlane'}                   | 'bounds': {'roles': ['ControlPlane']}
            {'role': 'ControlPlane'}                   | 'governs': {'roles': ['ControlPlane']}
            """)
    void what_is_dangerous_is_granted_only_where_the_policy_names_it(String request, String expressly) {
        var asked = asked(request);
        assertThat(policy("silent", AUTOMATIC).grants(asked)).isFalse();
        assertThat(policy("express", "{'approval': {'mode': 'Automatic'}, %s}".formatted(expressly))
                        .grants(asked))
                .isTrue();
    }

    /** Nobody can say what it changes. */
    @Test
    void a_patch_that_can_not_be_read_is_never_granted() {
        var asked = asked("{'kubelet': {'patches': [{'patch': '[1'}]}}");
        assertThat(policy("silent", AUTOMATIC).grants(asked)).isFalse();
        assertThat(policy(
                                "express",
                                "{'approval': {'mode': 'Automatic'}, 'bounds': {'kubelet': {'patchedFields': ['*']}}}")
                        .grants(asked))
                .isFalse();
    }

    /** As a later definition may have. */
    @ParameterizedTest
    @ValueSource(strings = {"{'kubelet': {'color': 'red'}}", "{'node': {'patches': []}}", "{'what': 1}"})
    void what_no_bound_knows_is_never_granted(String request) {
        assertThat(policy("silent", AUTOMATIC).grants(asked(request))).isFalse();
    }

    // Certificates

    @Test
    void the_shortest_life_of_a_certificate_wins() {
        var policies = policies(client(3600), client(7200), "{}");
        assertThat(policies.longestLifetime(join(EDGE_1))).contains(Duration.ofHours(1));
        assertThat(policies.judgeCertificate(asking(Optional.of(Duration.ofHours(1)))))
                .isInstanceOf(PolicyVerdict.Admit.class);
        assertThat(policies.judgeCertificate(asking(Optional.of(Duration.ofMinutes(61)))))
                .isInstanceOfSatisfying(PolicyVerdict.Refuse.class, refuse -> {
                    assertThat(refuse.proven()).hasSize(1);
                    assertThat(refuse.message()).contains("expirationSeconds is 3660, at most 3600 is allowed");
                });
    }

    @Test
    void no_request_asks_for_a_longer_life_than_policies_allow() {
        var policies = policies(client(3600));
        assertThat(policies.judgeRequest(facts("{'nodeName': 'a', 'kubelet': {'certificateLifetimeSeconds': 3600}}")))
                .isInstanceOf(PolicyVerdict.Admit.class);
        assertThat(policies.judgeRequest(facts("{'nodeName': 'a', 'kubelet': {'certificateLifetimeSeconds': 3601}}")))
                .isInstanceOfSatisfying(
                        PolicyVerdict.Refuse.class,
                        refuse -> assertThat(refuse.message())
                                .contains("spec.kubelet.certificateLifetimeSeconds is 3601, at most 3600 is allowed"));
    }

    /** A kubelet's own request says nothing; what the signer makes of it is told afterwards. */
    @Test
    void a_request_that_says_nothing_of_its_life_is_no_violation() {
        assertThat(policies(client(3600)).judgeCertificate(asking(Optional.empty())))
                .isInstanceOf(PolicyVerdict.Admit.class);
    }

    @Test
    void a_certificate_rule_that_could_not_be_worked_out_proves_nothing() {
        var rule = "{'rules': [{'name': 'r', 'stage': 'Certificate', 'expression': 'csr.expirationSeconds < 9'}]}";
        assertThat(policies(rule).judgeCertificate(asking(Optional.empty())))
                .isInstanceOfSatisfying(
                        PolicyVerdict.Refuse.class,
                        refuse -> assertThat(refuse.proven()).isEmpty());
        assertThat(policies(rule).judgeCertificate(asking(Optional.of(Duration.ofHours(1)))))
                .isInstanceOfSatisfying(
                        PolicyVerdict.Refuse.class,
                        refuse -> assertThat(refuse.proven()).hasSize(1));
    }

    private static String client(int seconds) {
        return "{'certificates': {'client': {'maxLifetimeSeconds': %d}}}".formatted(seconds);
    }

    private static Facts asking(Optional<Duration> lifetime) {
        return withCsr(
                facts(EDGE_1), lifetime, CertificateRequests.forNode("edge-1").parsed());
    }

    // Serving

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                  | {}                              | false | REQUEST
            {'allowed': true}                                   | {}                              | true  | REQUEST
            {'allowed': true}                                   | {'allowed': false}              | false | REQUEST
            {'allowed': true, 'addressSource': 'NodeStatus'}    | {}                              | true  | NODE_STATUS
            {'allowed': true, 'addressSource': 'NodeStatus'}    | {'allowed': true}               | true  | REQUEST
            {'allowed': true, 'addressSource': 'NodeStatus'}    | {'addressSource': 'Request'}    | true  | REQUEST
            {'addressSource': 'NodeStatus'}                     | {}                              | false | REQUEST
            {'allowed': true, 'addressSource': 'NodeStatus'}    | {'addressSource': 'Newer'}      | true  | REQUEST
            {'allowed': true, 'addressSource': 'Newer'}         | {}                              | true  | REQUEST
            """)
    void serving_needs_a_policy_that_says_so_and_none_that_does_not(
            String one, String other, boolean allowed, AddressSource source) {
        var serving = "{'certificates': {'serving': %s}}";
        assertThat(policies(serving.formatted(one), serving.formatted(other)).serving(join(EDGE_1)))
                .isEqualTo(new ServingTerms(allowed, source));
    }

    @Test
    void rules_about_serving_certificates_are_asked_for_them_alone() {
        var policies = policies(
                "{'rules': [{'name': 'no', 'stage': 'ServingCertificate', 'expression': 'size(csr.dnsNames) == 1'}]}");
        assertThat(policies.judgeServing(asking(Optional.empty()))).isInstanceOf(PolicyVerdict.Refuse.class);
        assertThat(policies.judgeCertificate(asking(Optional.empty()))).isInstanceOf(PolicyVerdict.Admit.class);
    }

    @Test
    void whether_time_alone_can_change_an_answer_is_known() {
        var timely =
                "{'governs': {'nodeNames': ['edge-*']}, 'rules': [{'name': 'r', 'stage': 'Request', 'expression': 'now.getHours() > 8'}]}";
        assertThat(policies(timely).dependOnTime(join(EDGE_1))).isTrue();
        assertThat(policies(timely).dependOnTime(join("{'nodeName': 'core'}"))).isFalse();
        assertThat(policies("{'rules': [{'name': 'now', 'stage': 'Request', 'expression': 'true'}]}")
                        .dependOnTime(join(EDGE_1)))
                .isFalse();
    }
}
