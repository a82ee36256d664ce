package dev.nodejoin.policy.certificate;

import dev.nodejoin.protocol.IpRange;
import java.util.List;
import java.util.Set;

/**
 * What in a cluster is not for a node to take.
 *
 * @param serviceRanges where Services get their addresses from
 * @param apiServer names and addresses under which the API server is reached
 * @param others names and addresses of other Nodes, and those promised to other requests
 */
public record Surroundings(List<IpRange> serviceRanges, Set<HostAddress> apiServer, Set<HostAddress> others) {
    /** Nothing was found out. */
    public static final Surroundings UNKNOWN = new Surroundings(List.of(), Set.of(), Set.of());

    public Surroundings {
        serviceRanges = List.copyOf(serviceRanges);
        apiServer = Set.copyOf(apiServer);
        others = Set.copyOf(others);
    }

    /** Each cluster has Services and an API server; other Nodes it may not have. */
    boolean isKnown() {
        return !serviceRanges.isEmpty() && !apiServer.isEmpty();
    }

    boolean isServices(HostAddress address) {
        return address.ip()
                .filter(ip -> serviceRanges.stream().anyMatch(range -> range.contains(ip)))
                .isPresent();
    }
}
