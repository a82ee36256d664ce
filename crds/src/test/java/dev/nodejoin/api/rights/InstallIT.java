package dev.nodejoin.api.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nodejoin.api.install.InstallManifest;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is shipped is what a cluster then has. */
class InstallIT {
    private static RightsBed bed;

    @BeforeAll
    static void start() {
        bed = RightsBed.shared();
    }

    @Test
    void to_apply_everything_again_changes_nothing() {
        bed.await("the cluster's controllers have nothing more to write", InstallIT::isQuiet);
        var before = versions();
        InstallManifest.apply(bed.cluster().admin());
        assertThat(versions()).isEqualTo(before);
    }

    private static boolean isQuiet() {
        var before = versions();
        RightsBed.pause();
        RightsBed.pause();
        return versions().equals(before);
    }

    private static List<String> versions() {
        return InstallManifest.objects().stream()
                .map(InstallIT::live)
                .map(object -> object.getFullResourceName() + " "
                        + object.getMetadata().getName() + " "
                        + object.getMetadata().getResourceVersion())
                .toList();
    }

    private static HasMetadata live(HasMetadata object) {
        return bed.cluster().admin().resource(object).get();
    }

    /** The operator tells by this equality whether approvals are protected. */
    @TestFactory
    Stream<DynamicTest> a_policy_or_binding_in_the_cluster_equals_the_shipped_one() {
        return Stream.concat(
                policies()
                        .map(policy -> dynamicTest(
                                policy.getMetadata().getName(),
                                () -> assertThat(((ValidatingAdmissionPolicy) live(policy)).getSpec())
                                        .isEqualTo(policy.getSpec()))),
                shipped(ValidatingAdmissionPolicyBinding.class)
                        .map(binding -> dynamicTest(
                                "binding " + binding.getMetadata().getName(),
                                () -> assertThat(((ValidatingAdmissionPolicyBinding) live(binding)).getSpec())
                                        .isEqualTo(binding.getSpec()))));
    }

    @TestFactory
    Stream<DynamicTest> a_policy_has_no_type_warnings() {
        return policies()
                .map(policy -> policy.getMetadata().getName())
                .map(name -> dynamicTest(name, () -> {
                    bed.await("types are checked", () -> statusOf(name).has("typeChecking"));
                    assertThat(statusOf(name).at("/typeChecking/expressionWarnings"))
                            .isEmpty();
                }));
    }

    private static JsonNode statusOf(String policy) {
        return bed.admin()
                .get("/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/" + policy)
                .accepted()
                .path("status");
    }

    @Test
    void each_policy_but_the_gate_is_bound_and_denies() {
        assertThat(shipped(ValidatingAdmissionPolicyBinding.class)
                        .filter(binding ->
                                binding.getSpec().getValidationActions().equals(List.of("Deny")))
                        .map(binding -> binding.getSpec().getPolicyName()))
                .containsExactlyElementsOf(policies()
                        .map(policy -> policy.getMetadata().getName())
                        .filter(name -> !name.equals(
                                InstallManifest.gatePolicy().getMetadata().getName()))
                        .toList());
    }

    @Test
    void the_gate_is_installed_open() {
        assertThat(live(InstallManifest.gatePolicy())).isNotNull();
        assertThat(live(InstallManifest.gateBinding())).isNull();
    }

    @Test
    void what_protects_approvals_is_told_apart_from_what_confines_the_operator() {
        assertThat(InstallManifest.protectingPolicies())
                .extracting(policy -> policy.getMetadata().getName())
                .containsExactly(
                        "nodejoin-status",
                        "nodejoin-requested-by",
                        "nodejoin-certificate-approval",
                        "nodejoin-certificate-requests",
                        "nodejoin-approvals",
                        "nodejoin-approval-status",
                        "nodejoin-selector-labels",
                        "nodejoin-policies")
                .isEqualTo(InstallManifest.protectingBindings().stream()
                        .map(binding -> binding.getMetadata().getName())
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void a_definition_is_established_and_its_schema_is_structural(String name) {
        assertThat(definition(name).at("/status/conditions"))
                .anySatisfy(condition -> {
                    assertThat(condition.path("type").asText()).isEqualTo("Established");
                    assertThat(condition.path("status").asText()).isEqualTo("True");
                })
                .noneSatisfy(
                        condition -> assertThat(condition.path("type").asText()).isEqualTo("NonStructuralSchema"));
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void every_field_tells_what_it_is_for(String name) {
        var silent = new ArrayList<String>();
        var schema = definition(name).at("/spec/versions/0/schema/openAPIV3Schema");
        findSilent("", schema, silent);
        assertThat(silent).isEmpty();
        assertThat(schema.path("description").asText()).isNotEmpty();
    }

    private static void findSilent(String path, JsonNode schema, List<String> silent) {
        schema.path("properties").properties().forEach(property -> {
            var name = path + "." + property.getKey();
            if (property.getValue().path("description").asText().isEmpty()) silent.add(name);
            findSilent(name, property.getValue(), silent);
            findSilent(name + "[]", property.getValue().path("items"), silent);
        });
    }

    static Stream<String> definitions() {
        return shipped(CustomResourceDefinition.class)
                .map(definition -> definition.getMetadata().getName());
    }

    private static JsonNode definition(String name) {
        return bed.admin()
                .get("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/" + name)
                .accepted();
    }

    private static Stream<ValidatingAdmissionPolicy> policies() {
        return shipped(ValidatingAdmissionPolicy.class);
    }

    private static <T extends HasMetadata> Stream<T> shipped(Class<T> type) {
        return InstallManifest.objects().stream().filter(type::isInstance).map(type::cast);
    }
}
