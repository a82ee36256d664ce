package dev.nodejoin.operator.gate;

import dev.nodejoin.api.install.InstallManifest;
import dev.nodejoin.api.v1alpha1.NodeJoinGate;
import dev.nodejoin.api.v1alpha1.NodeJoinGateSpec;
import dev.nodejoin.api.v1alpha1.NodeJoinGateStatus;
import dev.nodejoin.operator.approval.ProtectionObserver;
import dev.nodejoin.operator.csr.CertificateRequestFacts;
import dev.nodejoin.operator.csr.CertificateRequestReader;
import dev.nodejoin.operator.gate.plan.GateSnapshot;
import dev.nodejoin.policy.gate.BootstrapRequest;
import dev.nodejoin.policy.gate.GateFacts;
import dev.nodejoin.policy.gate.GateFacts.Part;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/** Gathers from caches what a decision about the gate may look at. Reads nothing from the API server. */
final class GateObserver {
    private final GateCaches caches;
    private final ProtectionObserver protection;
    private final GateSettings settings;
    private final ValidatingAdmissionPolicy shippedPolicy = InstallManifest.gatePolicy();
    private final ValidatingAdmissionPolicyBinding shippedBinding = InstallManifest.gateBinding();

    GateObserver(GateCaches caches, ProtectionObserver protection, GateSettings settings) {
        this.caches = caches;
        this.protection = protection;
        this.settings = settings;
    }

    /** Empty as long as nobody can tell which Nodes there are. */
    Optional<GateSnapshot> observe(NodeJoinGate gate) {
        return settings.nodes().get().map(nodes -> observe(gate, nodes));
    }

    private GateSnapshot observe(NodeJoinGate gate, Predicate<String> nodes) {
        return new GateSnapshot(
                gate.getMetadata().getGeneration(),
                Objects.requireNonNullElse(gate.getSpec(), NodeJoinGateSpec.EMPTY),
                statusOf(gate),
                new GateFacts(policy(), binding()),
                protection.observe().protection(),
                caches.autoApprovals(),
                caches.clusterInfoBinding().map(found -> found.getMetadata().getResourceVersion()),
                pending(nodes),
                caches.inbox(),
                settings.namespaces());
    }

    static NodeJoinGateStatus statusOf(NodeJoinGate gate) {
        return Objects.requireNonNullElse(gate.getStatus(), NodeJoinGateStatus.EMPTY);
    }

    private Part policy() {
        return caches.policy(shippedPolicy.getMetadata().getName())
                .map(found -> part(found.getSpec().equals(shippedPolicy.getSpec())))
                .orElse(Part.MISSING);
    }

    private Part binding() {
        return caches.policyBinding(shippedBinding.getMetadata().getName())
                .map(found -> part(found.getSpec().equals(shippedBinding.getSpec())))
                .orElse(Part.MISSING);
    }

    private static Part part(boolean asShipped) {
        return asShipped ? Part.AS_SHIPPED : Part.DIFFERS;
    }

    private List<BootstrapRequest> pending(Predicate<String> nodes) {
        return caches.certificateRequests()
                .map(CertificateRequestReader::read)
                .filter(CertificateRequestFacts::isUndecided)
                .filter(facts -> BootstrapRequest.isUnrequested(facts.requested()))
                .map(facts -> pending(facts, nodes))
                .toList();
    }

    private static BootstrapRequest pending(CertificateRequestFacts facts, Predicate<String> nodes) {
        var nodeExists =
                BootstrapRequest.nodeName(facts.requested()).filter(nodes).isPresent();
        return new BootstrapRequest(facts.name(), facts.uid(), facts.createdAt(), facts.requested(), nodeExists);
    }
}
