package dev.nodejoin.operator.serving;

import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import dev.nodejoin.operator.handoff.ClusterAccess;
import dev.nodejoin.operator.handoff.ClusterAccessReader.ClusterAccessException;
import dev.nodejoin.policy.certificate.HostAddress;
import dev.nodejoin.policy.certificate.Surroundings;
import dev.nodejoin.protocol.IpRange;
import dev.nodejoin.protocol.MalformedInputException;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.networking.v1.ServiceCIDR;
import java.net.URI;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what in the cluster is not for a node to take. Asks caches, and for the API server's public address whatever tells
 * machines of it.
 */
public final class SurroundingsObserver {
    private final ServingCaches caches;
    private final Supplier<Stream<Node>> nodes;
    private final Supplier<List<NodeJoinRequest>> requests;
    private final Supplier<ClusterAccess> clusterAccess;
    private final URI ownConnection;

    /**
     * Looks at what the suppliers know whenever it is asked.
     *
     * @param ownConnection how the operator itself reaches the API server
     */
    public SurroundingsObserver(
            ServingCaches caches,
            Supplier<Stream<Node>> nodes,
            Supplier<List<NodeJoinRequest>> requests,
            Supplier<ClusterAccess> clusterAccess,
            URI ownConnection) {
        this.caches = caches;
        this.nodes = nodes;
        this.requests = requests;
        this.clusterAccess = clusterAccess;
        this.ownConnection = ownConnection;
    }

    Surroundings observe(String nodeName) {
        try {
            return new Surroundings(serviceRanges(), apiServer(), others(nodeName));
        } catch (ClusterAccessException | MalformedInputException e) {
            return Surroundings.UNKNOWN;
        }
    }

    private List<IpRange> serviceRanges() {
        return caches.serviceRanges()
                .flatMap(SurroundingsObserver::ranges)
                .map(IpRange::parse)
                .toList();
    }

    private static Stream<String> ranges(ServiceCIDR range) {
        return range.getSpec() == null ? Stream.of() : orEmpty(range.getSpec().getCidrs());
    }

    /** Empty while the cluster does not show it, whatever else is known. */
    private Set<HostAddress> apiServer() {
        var endpoints = caches.apiServerEndpoints()
                .flatMap(slice -> orEmpty(slice.getEndpoints()))
                .flatMap(SurroundingsObserver::addresses)
                .collect(Collectors.toCollection(HashSet::new));
        if (endpoints.isEmpty()) return Set.of();
        caches.apiServers().flatMap(SurroundingsObserver::addresses).forEach(endpoints::add);
        Stream.of(clusterAccess.get().server(), ownConnection.toString())
                .flatMap(url -> host(url).stream())
                .forEach(endpoints::add);
        return endpoints;
    }

    private static Stream<HostAddress> addresses(Endpoint endpoint) {
        return orEmpty(endpoint.getAddresses()).map(HostAddress::new);
    }

    private static Stream<HostAddress> addresses(Service service) {
        return orEmpty(service.getSpec().getClusterIPs()).map(HostAddress::new);
    }

    /** URLs have IPv6 addresses in brackets. */
    private static Optional<HostAddress> host(String url) {
        return Optional.ofNullable(URI.create(url).getHost())
                .map(host -> host.replaceAll("^\\[|\\]$", ""))
                .map(HostAddress::new);
    }

    private Set<HostAddress> others(String nodeName) {
        return Stream.concat(
                        nodes.get()
                                .filter(node ->
                                        !nodeName.equals(node.getMetadata().getName()))
                                .flatMap(SurroundingsObserver::held),
                        requests.get().stream()
                                .filter(SurroundingsObserver::isApproved)
                                .filter(request ->
                                        !nodeName.equals(request.getSpec().nodeName()))
                                .flatMap(SurroundingsObserver::promised))
                .collect(Collectors.toSet());
    }

    private static Stream<HostAddress> held(Node node) {
        return Stream.concat(Stream.of(new HostAddress(node.getMetadata().getName())), ServingObserver.reported(node));
    }

    /** A request that nobody approved keeps nothing from anybody. */
    private static boolean isApproved(NodeJoinRequest request) {
        return request.getStatus() != null && request.getStatus().approved() != null;
    }

    private static Stream<HostAddress> promised(NodeJoinRequest request) {
        return Stream.concat(
                        Stream.ofNullable(request.getSpec().nodeName()),
                        orEmpty(request.getSpec().addresses()))
                .filter(Objects::nonNull)
                .map(HostAddress::new);
    }

    private static <T> Stream<T> orEmpty(@Nullable Collection<T> values) {
        return values == null ? Stream.of() : values.stream();
    }
}
