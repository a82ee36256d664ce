package dev.nodejoin.operator.serving;

import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import dev.nodejoin.policy.certificate.ServingCertificateRules;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequest;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.ServiceCIDR;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelectorBuilder;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** What informers know about serving certificates: the requests of nodes, and where Services and the API server are. */
public final class ServingCaches {
    private static final String BY_REQUESTER = "by-requester";
    private static final String NODE_PREFIX = "system:node:";
    private static final String DEFAULT = "default";
    private static final String KUBERNETES = "kubernetes";

    private final InformerEventSource<CertificateSigningRequest, NodeJoinRequest> certificateRequests;
    private final InformerEventSource<ServiceCIDR, NodeJoinRequest> serviceRanges;
    private final InformerEventSource<Service, NodeJoinRequest> apiServers;
    private final InformerEventSource<EndpointSlice, NodeJoinRequest> apiServerEndpoints;

    /**
     * Makes the informers, which are to be started as event sources.
     *
     * @param requestsFor the requests for a node's name
     */
    public ServingCaches(EventSourceContext<NodeJoinRequest> context, Function<String, Set<ResourceID>> requestsFor) {
        certificateRequests = new InformerEventSource<>(
                InformerEventSourceConfiguration.from(CertificateSigningRequest.class, NodeJoinRequest.class)
                        .withName("serving-certificate-requests")
                        .withFieldSelector(new FieldSelectorBuilder()
                                .withField("spec.signerName", ServingCertificateRules.SIGNER)
                                .build())
                        .withSecondaryToPrimaryMapper(
                                request -> nodeOf(request).map(requestsFor).orElse(Set.of()))
                        .build(),
                context);
        certificateRequests.addIndexers(Map.of(BY_REQUESTER, request -> List.of(requester(request))));
        serviceRanges = new InformerEventSource<>(
                InformerEventSourceConfiguration.from(ServiceCIDR.class, NodeJoinRequest.class)
                        .withSecondaryToPrimaryMapper(range -> Set.of())
                        .build(),
                context);
        apiServers = ofKubernetes(Service.class, context);
        apiServerEndpoints = ofKubernetes(EndpointSlice.class, context);
    }

    /** The API server's own objects, the only ones that the operator may see. */
    private static <T extends HasMetadata> InformerEventSource<T, NodeJoinRequest> ofKubernetes(
            Class<T> type, EventSourceContext<NodeJoinRequest> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(type, NodeJoinRequest.class)
                        .withNamespaces(DEFAULT)
                        .withFieldSelector(new FieldSelectorBuilder()
                                .withField("metadata.name", KUBERNETES)
                                .build())
                        .withSecondaryToPrimaryMapper(changed -> Set.of())
                        .build(),
                context);
    }

    public List<EventSource<?, NodeJoinRequest>> eventSources() {
        return List.of(certificateRequests, serviceRanges, apiServers, apiServerEndpoints);
    }

    List<CertificateSigningRequest> certificateRequests(String nodeName) {
        return certificateRequests.byIndex(BY_REQUESTER, NODE_PREFIX + nodeName);
    }

    Optional<CertificateSigningRequest> certificateRequest(String name) {
        return certificateRequests.get(new ResourceID(name));
    }

    Stream<ServiceCIDR> serviceRanges() {
        return serviceRanges.list(range -> true);
    }

    Stream<Service> apiServers() {
        return apiServers.list(service -> true);
    }

    Stream<EndpointSlice> apiServerEndpoints() {
        return apiServerEndpoints.list(slice -> true);
    }

    /** Read-your-own-writes: the next look must not be older than the answer to our write. */
    void remember(CertificateSigningRequest written, CertificateSigningRequest before) {
        certificateRequests.handleRecentResourceUpdate(ResourceID.fromResource(written), written, before);
    }

    private static Optional<String> nodeOf(CertificateSigningRequest request) {
        return Optional.of(requester(request))
                .filter(user -> user.startsWith(NODE_PREFIX))
                .map(user -> user.substring(NODE_PREFIX.length()));
    }

    private static String requester(CertificateSigningRequest request) {
        return Objects.requireNonNullElse(request.getSpec().getUsername(), "");
    }
}
