package dev.nodejoin.api.install;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Everything that is installed, in the order in which it has to be: custom resource definitions, admission policies, rights,
 * the operator. The same files as deploy/install.yaml is made of.
 */
public final class InstallManifest {
    /** Marks the admission policies and bindings that protect approvals. */
    public static final String PROTECTS_LABEL = "nodejoin.dev/protects";

    private static final List<String> PARTS = List.of(
            "parts/00-namespaces.yaml",
            "crds/nodejoinrequests.nodejoin.dev.yaml",
            "crds/nodejoinpolicies.nodejoin.dev.yaml",
            "crds/nodejoingates.nodejoin.dev.yaml",
            "crds/nodejoinbans.nodejoin.dev.yaml",
            "crds/nodejoinapprovals.nodejoin.dev.yaml",
            "parts/20-protect-status.yaml",
            "parts/21-protect-requests.yaml",
            "parts/22-protect-certificates.yaml",
            "parts/23-confine-operator.yaml",
            "parts/24-protect-approvals.yaml",
            "parts/24-gate.yaml",
            "parts/24-bans.yaml",
            "parts/25-protect-selectors.yaml",
            "parts/25-inbox.yaml",
            "parts/26-protect-policies.yaml",
            "parts/30-operator-rights.yaml",
            "parts/31-token-rights.yaml",
            "parts/32-people.yaml",
            "parts/33-gate-rights.yaml",
            "parts/33-ban-rights.yaml",
            "parts/40-operator.yaml");
    private static final String GATE = "gate.yaml";
    private static final String FIELD_MANAGER = "nodejoin-install";
    private static final long PATIENCE_SECONDS = 30;

    private InstallManifest() {}

    /** The text of deploy/install.yaml. */
    public static String text() {
        return PARTS.stream().map(InstallManifest::read).collect(Collectors.joining("---\n"));
    }

    /** Every object, in order. */
    public static List<HasMetadata> objects() {
        var serialization = new KubernetesSerialization();
        return Arrays.stream(text().split("(?m)^---$", -1))
                .map(document -> (HasMetadata) serialization.unmarshal(document))
                .collect(Collectors.toList());
    }

    /** The admission policy that is the gate. Without its binding it does nothing. */
    public static ValidatingAdmissionPolicy gatePolicy() {
        var policyName = gateBinding().getSpec().getPolicyName();
        return objects().stream()
                .filter(ValidatingAdmissionPolicy.class::isInstance)
                .map(ValidatingAdmissionPolicy.class::cast)
                .filter(policy -> policy.getMetadata().getName().equals(policyName))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this library lacks the policy " + policyName));
    }

    /** The binding that closes the gate, deploy/gate.yaml; no part of an installation. */
    public static ValidatingAdmissionPolicyBinding gateBinding() {
        return new KubernetesSerialization().unmarshal(read(GATE), ValidatingAdmissionPolicyBinding.class);
    }

    /** The admission policies that protect approvals. */
    public static List<ValidatingAdmissionPolicy> protectingPolicies() {
        return protecting(ValidatingAdmissionPolicy.class);
    }

    /** Their bindings. */
    public static List<ValidatingAdmissionPolicyBinding> protectingBindings() {
        return protecting(ValidatingAdmissionPolicyBinding.class);
    }

    private static <T extends HasMetadata> List<T> protecting(Class<T> type) {
        return objects().stream()
                .filter(object -> "true".equals(labelOf(object)))
                .filter(type::isInstance)
                .map(type::cast)
                .collect(Collectors.toList());
    }

    private static String labelOf(HasMetadata object) {
        var labels = object.getMetadata().getLabels();
        return labels == null ? "" : labels.getOrDefault(PROTECTS_LABEL, "");
    }

    /** Applies everything, as kubectl apply --server-side would; waits for each custom resource definition. */
    public static void apply(KubernetesClient client) {
        for (var object : objects()) {
            client.resource(object).fieldManager(FIELD_MANAGER).forceConflicts().serverSideApply();
            if (object instanceof CustomResourceDefinition definition) await(client, definition);
        }
    }

    private static void await(KubernetesClient client, CustomResourceDefinition definition) {
        client.resource(definition)
                .waitUntilCondition(InstallManifest::isEstablished, PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static boolean isEstablished(CustomResourceDefinition definition) {
        return definition != null
                && definition.getStatus() != null
                && definition.getStatus().getConditions() != null
                && definition.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                "Established".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }

    private static String read(String part) {
        try (var stream = InstallManifest.class.getResourceAsStream(part)) {
            if (stream == null) throw new IllegalStateException("this library lacks " + part);
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
