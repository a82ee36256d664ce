package dev.nodejoin.agent.preflight;

import dev.nodejoin.protocol.IpAddress;
import dev.nodejoin.protocol.MalformedInputException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The checks of a discovery by token: HTTPProxy, and whether this machine forwards packets of the endpoint's IP version. */
final class NetworkChecks {
    static final String IPV4_FORWARDING = "/proc/sys/net/ipv4/ip_forward";
    static final String IPV6_FORWARDING = "/proc/sys/net/ipv6/conf/default/forwarding";

    private static final int V4_BYTES = 4;

    private NetworkChecks() {}

    /** Where kubeadm would use the proxy that the environment names, this agent goes without. */
    static Optional<Finding> proxy(PreflightOrder order, Map<String, String> environment) {
        return order.endpointHost()
                .flatMap(host -> order.proxy().map(proxy -> used(host, proxy)).or(() -> unused(host, environment)));
    }

    private static Finding used(String host, String proxy) {
        return Finding.warning(
                CheckNames.HTTP_PROXY,
                "the connection to https://%s uses the proxy %s".formatted(host, proxy),
                "leave --proxy out if that is not intended");
    }

    private static Optional<Finding> unused(String host, Map<String, String> environment) {
        return new ProxyRules(environment)
                .proxyFor(host)
                .map(
                        proxy -> Finding.warning(
                                CheckNames.HTTP_PROXY,
                                "the environment names a proxy for https://%s; this agent, unlike kubeadm, connects directly"
                                        .formatted(host),
                                "give it with --proxy if the API server can't be reached otherwise; the kubelet may need NO_PROXY"));
    }

    static List<Finding> forwarding(PreflightOrder order, Map<String, String> found) {
        return order
                .endpointHost()
                .flatMap(NetworkChecks::switchFor)
                .flatMap(path -> forwarding(path, Optional.ofNullable(found.get(path))))
                .stream()
                .toList();
    }

    /** The file that counts for an address; a name tells no version. */
    private static Optional<String> switchFor(String host) {
        try {
            var isV4 = IpAddress.parse(host).unmapped().bytes().length == V4_BYTES;
            return Optional.of(isV4 ? IPV4_FORWARDING : IPV6_FORWARDING);
        } catch (MalformedInputException isName) {
            return Optional.empty();
        }
    }

    private static Optional<Finding> forwarding(String path, Optional<String> content) {
        if (content.filter(text -> text.startsWith("1")).isPresent()) {
            return Optional.empty();
        }
        var text = content.isPresent() ? path + " contents are not set to 1" : path + " does not exist";
        var setting = path.substring("/proc/sys/".length()).replace('/', '.');
        return Optional.of(Finding.error(
                CheckNames.fileContent(path),
                text,
                "run 'sysctl -w %s=1' and write it to a file of /etc/sysctl.d: pods need it".formatted(setting)));
    }

    /** Every file that may be asked for. */
    static Stream<String> switches() {
        return Stream.of(IPV4_FORWARDING, IPV6_FORWARDING);
    }
}
