package dev.nodejoin.agent.preflight;

import dev.nodejoin.agent.plan.CriSockets;
import dev.nodejoin.protocol.kubeadm.BootstrapTokenDiscovery;
import java.util.Optional;

/**
 * The join that a machine is to be checked for.
 *
 * @param isSystem whether the node's file system is that of the running system
 * @param nodeName under which the node would register
 * @param criSocket where the container runtime listens, as a URL
 * @param discovery how the cluster is found by a token; absent for every other way
 * @param trust what is known of the cluster so far
 * @param proxy the one that this run is to use
 */
public record PreflightOrder(
        boolean isSystem,
        String nodeName,
        String criSocket,
        String caCertPath,
        Optional<BootstrapTokenDiscovery> discovery,
        Trust trust,
        Optional<String> proxy,
        IgnoredChecks ignored) {
    /** The path of the socket. */
    String socketPath() {
        return CriSockets.path(criSocket);
    }

    /** The host of the endpoint, without the brackets of IPv6. */
    Optional<String> endpointHost() {
        return discovery
                .map(BootstrapTokenDiscovery::apiServerEndpoint)
                .map(endpoint -> endpoint.substring(0, endpoint.lastIndexOf(':')))
                .map(host -> host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
    }
}
