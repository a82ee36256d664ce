package dev.nodejoin.operator.join;

import dev.nodejoin.api.install.InstallManifest;
import dev.nodejoin.api.v1alpha1.NodeJoinApproval;
import dev.nodejoin.api.v1alpha1.NodeJoinBan;
import dev.nodejoin.api.v1alpha1.NodeJoinPolicy;
import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import dev.nodejoin.api.v1alpha1.UnrequestedOrigin;
import dev.nodejoin.operator.csr.CertificateRequestReader;
import dev.nodejoin.operator.name.NameHold;
import dev.nodejoin.operator.name.NameLeases;
import dev.nodejoin.operator.serving.ServingCaches;
import dev.nodejoin.policy.ban.Ban;
import dev.nodejoin.policy.ban.Suspect;
import dev.nodejoin.policy.certificate.CertificateRules;
import dev.nodejoin.protocol.token.TokenId;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequest;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelectorBuilder;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the informers know, looked up by index, and which requests an event concerns. */
public final class JoinCaches {
    private static final String BY_REQUESTER = "by-requester";
    private static final String BY_MACHINE = "by-token-and-key";
    private static final String BY_SUSPECT = "by-suspect";
    private static final String BY_REQUEST = "by-request";

    private final IndexerResourceCache<NodeJoinRequest> requests;
    private final ConcernedRequests concerned;
    private final InformerEventSource<CertificateSigningRequest, NodeJoinRequest> certificateRequests;
    private final InformerEventSource<Node, NodeJoinRequest> nodes;
    private final InformerEventSource<Lease, NodeJoinRequest> leases;
    private final ServingCaches serving;
    private final InformerEventSource<NodeJoinApproval, NodeJoinRequest> approvals;
    private final InformerEventSource<NodeJoinPolicy, NodeJoinRequest> joinPolicies;
    private final InformerEventSource<ValidatingAdmissionPolicy, NodeJoinRequest> policies;
    private final InformerEventSource<ValidatingAdmissionPolicyBinding, NodeJoinRequest> bindings;
    private final InformerEventSource<NodeJoinBan, NodeJoinRequest> bans;
    private volatile Consumer<CertificateSigningRequest> requestWatcher = request -> {};

    JoinCaches(EventSourceContext<NodeJoinRequest> context, String operatorNamespace) {
        requests = context.getPrimaryCache();
        concerned = new ConcernedRequests(requests);
        certificateRequests = new InformerEventSource<>(
                InformerEventSourceConfiguration.from(CertificateSigningRequest.class, NodeJoinRequest.class)
                        .withName("client-certificate-requests")
                        .withFieldSelector(new FieldSelectorBuilder()
                                .withField("spec.signerName", CertificateRules.SIGNER)
                                .build())
                        .withSecondaryToPrimaryMapper(this::concernedBy)
                        .build(),
                context);
        certificateRequests.addIndexers(Map.of(
                BY_REQUESTER,
                request -> Stream.ofNullable(request.getSpec().getUsername()).toList(),
                BY_MACHINE,
                AskingMachine::keysOf,
                BY_SUSPECT,
                JoinCaches::namesAndKeys));
        nodes = new InformerEventSource<>(
                InformerEventSourceConfiguration.from(Node.class, NodeJoinRequest.class)
                        .withSecondaryToPrimaryMapper(
                                node -> concerned.byNode(node.getMetadata().getName()))
                        .build(),
                context);
        leases = new InformerEventSource<>(
                InformerEventSourceConfiguration.from(Lease.class, NodeJoinRequest.class)
                        .withNamespaces(operatorNamespace)
                        .withLabelSelector(NameLeases.LABEL)
                        .withSecondaryToPrimaryMapper(concerned::by)
                        .build(),
                context);
        serving = new ServingCaches(context, concerned::byNode);
        approvals = new InformerEventSource<>(
                InformerEventSourceConfiguration.from(NodeJoinApproval.class, NodeJoinRequest.class)
                        .withSecondaryToPrimaryMapper(approval -> Set.of(ConcernedRequests.of(approval)))
                        .build(),
                context);
        approvals.addIndexers(Map.of(
                BY_REQUEST, approval -> List.of(ConcernedRequests.of(approval).toString())));
        joinPolicies = new InformerEventSource<>(
                InformerEventSourceConfiguration.from(NodeJoinPolicy.class, NodeJoinRequest.class)
                        .withSecondaryToPrimaryMapper(policy -> concerned.all())
                        .withOnUpdateFilter(JoinCaches::saysSomethingElse)
                        .build(),
                context);
        policies = protecting(ValidatingAdmissionPolicy.class, context);
        bindings = protecting(ValidatingAdmissionPolicyBinding.class, context);
        bans = new InformerEventSource<>(
                InformerEventSourceConfiguration.from(NodeJoinBan.class, NodeJoinRequest.class)
                        .withSecondaryToPrimaryMapper(concerned::by)
                        .build(),
                context);
    }

    private <T extends HasMetadata> InformerEventSource<T, NodeJoinRequest> protecting(
            Class<T> type, EventSourceContext<NodeJoinRequest> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(type, NodeJoinRequest.class)
                        .withLabelSelector(InstallManifest.PROTECTS_LABEL)
                        .withSecondaryToPrimaryMapper(changed -> concerned.all())
                        .build(),
                context);
    }

    List<EventSource<?, NodeJoinRequest>> eventSources() {
        return Stream.concat(
                        Stream.of(
                                certificateRequests, nodes, leases, approvals, policies, bindings, joinPolicies, bans),
                        serving.eventSources().stream())
                .toList();
    }

    private static boolean saysSomethingElse(NodeJoinPolicy after, NodeJoinPolicy before) {
        return !after.getMetadata().getGeneration().equals(before.getMetadata().getGeneration());
    }

    List<NodeJoinPolicy> joinPolicies() {
        return joinPolicies.list(policy -> true).toList();
    }

    /** All requests, as far as they are known. */
    public List<NodeJoinRequest> requests() {
        return requests.list(request -> true).toList();
    }

    /** All bans, in the order of their names. */
    public List<Ban> bans() {
        return bans.list(ban -> true)
                .map(ban -> Ban.of(ban.getMetadata().getName(), ban.getSpec()))
                .sorted(Comparator.comparing(Ban::name))
                .toList();
    }

    /** Requests for a Node of that name. */
    public List<NodeJoinRequest> requestsForNode(String nodeName) {
        return concerned.forNode(nodeName);
    }

    /** Signing requests, made with bootstrap tokens, for the banned name or with the banned key. */
    public List<CertificateSigningRequest> certificateRequestsHitBy(Ban ban) {
        return Stream.concat(ban.nodeName().stream(), ban.publicKeySha256().stream())
                .flatMap(suspect -> certificateRequests.byIndex(BY_SUSPECT, suspect).stream())
                .distinct()
                .toList();
    }

    /** Says who is told of each signing request that is made or changes, beside the joins that it concerns. */
    public void watchCertificateRequests(Consumer<CertificateSigningRequest> watcher) {
        requestWatcher = watcher;
    }

    Optional<NodeJoinRequest> request(String namespace, String name) {
        return requests.get(new ResourceID(name, namespace));
    }

    /** The NodeJoinApprovals that name this request. */
    List<NodeJoinApproval> approvals(ResourceID request) {
        return approvals.byIndex(BY_REQUEST, request.toString());
    }

    public List<NameHold> holds() {
        return leases.list(lease -> true)
                .flatMap(lease -> NameLeases.fromLease(lease).stream())
                .toList();
    }

    Set<String> nodeUids() {
        return nodes.list(node -> true).map(node -> node.getMetadata().getUid()).collect(Collectors.toSet());
    }

    List<HasMetadata> protection() {
        return Stream.<HasMetadata>concat(policies.list(policy -> true), bindings.list(binding -> true))
                .toList();
    }

    Optional<NameHold> hold(String nodeName, String operatorNamespace) {
        return leases.get(new ResourceID(NameLeases.leaseName(nodeName), operatorNamespace))
                .flatMap(NameLeases::fromLease);
    }

    ServingCaches serving() {
        return serving;
    }

    Stream<Node> nodes() {
        return nodes.list(node -> true);
    }

    public Optional<Node> node(String name) {
        return nodes.get(new ResourceID(name));
    }

    public Optional<CertificateSigningRequest> certificateRequest(String name) {
        return certificateRequests.get(new ResourceID(name));
    }

    List<CertificateSigningRequest> certificateRequests(TokenId token) {
        return certificateRequests.byIndex(BY_REQUESTER, token.userName());
    }

    /** Those of a machine that asked by itself: one token, one key. */
    List<CertificateSigningRequest> certificateRequests(UnrequestedOrigin origin) {
        return certificateRequests.byIndex(BY_MACHINE, AskingMachine.of(origin).key());
    }

    /** Whether a Node of that name is there, as far as it is known. */
    public boolean nodeExists(String name) {
        return node(name).isPresent();
    }

    /** Read-your-own-writes: the next look must not be older than the answer to our write. */
    void remember(Lease written) {
        var known = leases.get(ResourceID.fromResource(written));
        known.ifPresentOrElse(
                old -> leases.handleRecentResourceUpdate(ResourceID.fromResource(written), written, old),
                () -> leases.handleRecentResourceCreate(ResourceID.fromResource(written), written));
    }

    public void remember(CertificateSigningRequest written, CertificateSigningRequest before) {
        certificateRequests.handleRecentResourceUpdate(ResourceID.fromResource(written), written, before);
    }

    void remember(Node written, Node before) {
        nodes.handleRecentResourceUpdate(ResourceID.fromResource(written), written, before);
    }

    private Set<ResourceID> concernedBy(CertificateSigningRequest request) {
        requestWatcher.accept(request);
        return concerned.by(request);
    }

    private static List<String> namesAndKeys(CertificateSigningRequest request) {
        var suspect = Suspect.of(CertificateRequestReader.read(request).requested());
        return Stream.concat(suspect.nodeNames().stream(), suspect.keys().stream())
                .toList();
    }
}
