package dev.nodejoin.operator.serving;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.nodejoin.api.v1alpha1.AddressSource;
import dev.nodejoin.api.v1alpha1.NodeJoinPolicySpec;
import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import dev.nodejoin.operator.fixture.Specifications;
import dev.nodejoin.policy.certificate.ServingTerms;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyServingTermsTest {
    private static final String ALLOWED = "{'certificates': {'serving': {'allowed': true}}}";
    private static final String BELIEVED =
            "{'certificates': {'serving': {'allowed': true, 'addressSource': 'NodeStatus'}}}";
    private static final String FORBIDDEN = "{'certificates': {'serving': {'allowed': false}}}";
    private static final String DISTRUSTED = "{'certificates': {'serving': {'addressSource': 'Request'}}}";

    private static ServingTerms terms(String... policies) {
        var specs = Arrays.stream(policies).map(PolicyServingTermsTest::policy).toList();
        return new PolicyServingTerms(() -> specs).termsOf(request());
    }

    private static NodeJoinPolicySpec policy(String json) {
        try {
            return new JsonMapper().readValue(json.replace('\'', '"'), NodeJoinPolicySpec.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    private static NodeJoinRequest request() {
        var request = new NodeJoinRequest();
        request.setMetadata(new ObjectMetaBuilder()
                .withNamespace("nodejoin")
                .withName("first")
                .withLabels(Map.of("select.nodejoin.dev/site", "north"))
                .build());
        request.setSpec(Specifications.WORKER_1);
        return request;
    }

    @Test
    void nothing_is_allowed_where_no_policy_says_so() {
        assertThat(List.of(terms(), terms("{}"), terms("{'certificates': {}}"), terms(DISTRUSTED)))
                .containsOnly(ServingTerms.NONE);
    }

    @Test
    void a_policy_allows_it_with_the_addresses_of_the_request() {
        assertThat(terms(ALLOWED)).isEqualTo(new ServingTerms(true, AddressSource.REQUEST));
    }

    @Test
    void a_policy_may_believe_nodes() {
        assertThat(terms(BELIEVED, "{}")).isEqualTo(new ServingTerms(true, AddressSource.NODE_STATUS));
    }

    @Test
    void one_that_forbids_it_wins_in_any_order() {
        assertThat(List.of(terms(BELIEVED, FORBIDDEN), terms(FORBIDDEN, ALLOWED)))
                .containsOnly(ServingTerms.NONE);
    }

    @Test
    void one_that_distrusts_nodes_wins_in_any_order() {
        assertThat(List.of(
                        terms(BELIEVED, ALLOWED),
                        terms(ALLOWED, BELIEVED),
                        terms(BELIEVED, DISTRUSTED),
                        terms(DISTRUSTED, BELIEVED)))
                .containsOnly(new ServingTerms(true, AddressSource.REQUEST));
    }

    @Test
    void an_audit_changes_nothing() {
        assertThat(terms(BELIEVED.replaceFirst("\\{", "{'mode': 'Audit', "))).isEqualTo(ServingTerms.NONE);
        assertThat(terms(BELIEVED, FORBIDDEN.replaceFirst("\\{", "{'mode': 'Audit', ")))
                .isEqualTo(terms(BELIEVED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'namespaces': ['nodejoin']}",
                "{'nodeNames': ['edge-*', 'worker-*']}",
                "{'nodeNames': ['*']}",
                "{'roles': ['Worker']}",
                "{'requestLabels': {'select.nodejoin.dev/site': 'north'}}",
                "{'namespaces': ['node*'], 'nodeNames': ['w*1'], 'roles': ['ControlPlane', 'Worker']}"
            })
    void these_govern_the_request(String governs) {
        assertThat(terms(BELIEVED.replaceFirst("\\{", "{'governs': %s, ".formatted(governs)))
                        .allowed())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'namespaces': ['other']}",
                "{'nodeNames': ['worker']}",
                "{'nodeNames': ['.*']}",
                "{'nodeNames': ['worker-?']}",
                "{'roles': ['ControlPlane']}",
                "{'requestLabels': {'select.nodejoin.dev/site': 'south'}}",
                "{'requestLabels': {'select.nodejoin.dev/other': 'north'}}",
                "{'namespaces': ['nodejoin'], 'nodeNames': ['other']}"
            })
    void these_do_not(String governs) {
        assertThat(terms(BELIEVED.replaceFirst("\\{", "{'governs': %s, ".formatted(governs)))
                        .allowed())
                .isFalse();
    }
}
