package dev.nodejoin.operator.gate;

import dev.nodejoin.api.v1alpha1.NodeJoinGate;
import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import dev.nodejoin.policy.certificate.CertificateRules;
import dev.nodejoin.policy.gate.AutoApproval;
import dev.nodejoin.policy.gate.AutoApprovalRules;
import dev.nodejoin.policy.gate.InboxEntry;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequest;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelectorBuilder;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the informers of the gate know. Whatever changes concerns the one gate. */
public final class GateCaches {
    static final String CLUSTER_INFO_NAMESPACE = "kube-public";
    static final String CLUSTER_INFO_BINDING = "kubeadm:bootstrap-signer-clusterinfo";

    private final IndexerResourceCache<NodeJoinGate> gates;
    private final InformerEventSource<ClusterRole, NodeJoinGate> roles;
    private final InformerEventSource<ClusterRoleBinding, NodeJoinGate> roleBindings;
    private final InformerEventSource<RoleBinding, NodeJoinGate> clusterInfo;
    private final InformerEventSource<ValidatingAdmissionPolicy, NodeJoinGate> policies;
    private final InformerEventSource<ValidatingAdmissionPolicyBinding, NodeJoinGate> policyBindings;
    private final InformerEventSource<CertificateSigningRequest, NodeJoinGate> certificateRequests;
    private final InformerEventSource<NodeJoinRequest, NodeJoinGate> inbox;

    GateCaches(EventSourceContext<NodeJoinGate> context) {
        gates = context.getPrimaryCache();
        roles = all(ClusterRole.class, context);
        roleBindings = all(ClusterRoleBinding.class, context);
        clusterInfo = some(
                RoleBinding.class,
                context,
                configuration -> configuration
                        .withNamespaces(CLUSTER_INFO_NAMESPACE)
                        .withFieldSelector(new FieldSelectorBuilder()
                                .withField("metadata.name", CLUSTER_INFO_BINDING)
                                .build()));
        policies = all(ValidatingAdmissionPolicy.class, context);
        policyBindings = all(ValidatingAdmissionPolicyBinding.class, context);
        certificateRequests = some(
                CertificateSigningRequest.class,
                context,
                configuration -> configuration.withFieldSelector(new FieldSelectorBuilder()
                        .withField("spec.signerName", CertificateRules.SIGNER)
                        .build()));
        inbox = some(
                NodeJoinRequest.class, context, configuration -> configuration.withLabelSelector(InboxRequests.LABEL));
    }

    private <T extends HasMetadata> InformerEventSource<T, NodeJoinGate> all(
            Class<T> type, EventSourceContext<NodeJoinGate> context) {
        return some(type, context, UnaryOperator.identity());
    }

    private <T extends HasMetadata> InformerEventSource<T, NodeJoinGate> some(
            Class<T> type,
            EventSourceContext<NodeJoinGate> context,
            UnaryOperator<InformerEventSourceConfiguration.Builder<T>> selection) {
        var configuration = InformerEventSourceConfiguration.from(type, NodeJoinGate.class)
                .withSecondaryToPrimaryMapper(changed -> theGate());
        return new InformerEventSource<>(selection.apply(configuration).build(), context);
    }

    List<EventSource<?, NodeJoinGate>> eventSources() {
        return List.of(roles, roleBindings, clusterInfo, policies, policyBindings, certificateRequests, inbox);
    }

    private Set<ResourceID> theGate() {
        return gates.list(gate -> true).map(ResourceID::fromResource).collect(Collectors.toSet());
    }

    /** The gate, if somebody declared it. */
    public Optional<NodeJoinGate> gate() {
        return gates.list(gate -> true).findFirst();
    }

    List<AutoApproval> autoApprovals() {
        return AutoApprovalRules.find(
                roles.list(role -> true).map(RoleReader::read).toList(),
                roleBindings.list(binding -> true).map(RoleReader::read).toList());
    }

    Optional<RoleBinding> clusterInfoBinding() {
        return clusterInfo.get(new ResourceID(CLUSTER_INFO_BINDING, CLUSTER_INFO_NAMESPACE));
    }

    Optional<ValidatingAdmissionPolicy> policy(String name) {
        return policies.get(new ResourceID(name));
    }

    Optional<ValidatingAdmissionPolicyBinding> policyBinding(String name) {
        return policyBindings.get(new ResourceID(name));
    }

    List<HasMetadata> protection() {
        return Stream.<HasMetadata>concat(policies.list(policy -> true), policyBindings.list(binding -> true))
                .toList();
    }

    Stream<CertificateSigningRequest> certificateRequests() {
        return certificateRequests.list(request -> true);
    }

    List<InboxEntry> inbox() {
        return inbox.list(request -> true)
                .flatMap(request -> InboxRequests.toEntry(request).stream())
                .toList();
    }

    /** Read-your-own-writes: the next look must see what takes a place. */
    void remember(NodeJoinRequest created) {
        inbox.handleRecentResourceCreate(ResourceID.fromResource(created), created);
    }
}
