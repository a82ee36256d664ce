package dev.nodejoin.policy.certificate;

import dev.nodejoin.protocol.IpRange;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Why a node may not have a name or address in its serving certificate, whoever says that it is the node's. */
final class OffLimits {
    private static final List<IpRange> OF_NO_HOST = Stream.of(
                    "0.0.0.0/8",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "224.0.0.0/4",
                    "240.0.0.0/4",
                    "::/128",
                    "::1/128",
                    "fe80::/10",
                    "ff00::/8")
            .map(IpRange::parse)
            .toList();

    /** kubernetes, kubernetes.default and so on, and any Service's name: what clients of the cluster's CA trust. */
    private static final Pattern SERVICE_NAME = Pattern.compile("kubernetes([.].*)?|(.*[.])?svc([.].*)?");

    private static final Set<String> LOCAL_NAMES = Set.of("localhost", "localhost.localdomain");

    private OffLimits() {}

    /** Nobody may approve this for a node. */
    static Optional<String> forEverybody(HostAddress address, Surroundings surroundings) {
        if (surroundings.isServices(address)) return Optional.of("%s is an address of Services".formatted(address));
        if (isOfNoHost(address)) return Optional.of("%s is no address of one host".formatted(address));
        if (isOfTheCluster(address)) return Optional.of("%s is a name of the cluster's".formatted(address));
        if (surroundings.apiServer().contains(address)) return Optional.of("%s is the API server's".formatted(address));
        return Optional.empty();
    }

    /** Only a person may say that this is the node's own. */
    static Optional<String> forTheNode(HostAddress address, Surroundings surroundings) {
        if (surroundings.others().contains(address)) return Optional.of("%s is another node's".formatted(address));
        return Optional.empty();
    }

    private static boolean isOfNoHost(HostAddress address) {
        return LOCAL_NAMES.contains(address.text())
                || address.ip()
                        .filter(ip -> OF_NO_HOST.stream().anyMatch(range -> range.contains(ip)))
                        .isPresent();
    }

    private static boolean isOfTheCluster(HostAddress address) {
        return address.ip().isEmpty() && SERVICE_NAME.matcher(address.text()).matches();
    }
}
