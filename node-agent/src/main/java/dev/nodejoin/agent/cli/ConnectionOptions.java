package dev.nodejoin.agent.cli;

import dev.nodejoin.agent.cluster.HttpClusterConnections;
import dev.nodejoin.agent.cluster.HttpPublicConnections;
import dev.nodejoin.agent.cluster.PublicConnections;
import dev.nodejoin.agent.cluster.RequestTrace;
import dev.nodejoin.agent.discovery.JoinSource;
import dev.nodejoin.agent.join.ClusterDiscovery;
import dev.nodejoin.agent.join.KubeconfigOnNode;
import dev.nodejoin.agent.join.SystemClock;
import dev.nodejoin.agent.join.Transcript;
import dev.nodejoin.agent.plan.JoinGoal;
import dev.nodejoin.agent.ticket.LocalText;
import dev.nodejoin.protocol.kubeconfig.Kubeconfig;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says how the API server is reached. */
final class ConnectionOptions {
    @Option(
            names = "--proxy",
            paramLabel = "URL",
            converter = ProxyOption.class,
            description = "An HTTP proxy on the way to the API server; those of the environment are ignored.")
    private @Nullable InetSocketAddress proxy;

    Optional<String> proxyUrl() {
        return proxy().map(address -> "http://%s:%d".formatted(address.getHostString(), address.getPort()));
    }

    /** The search for the cluster, whose files are the node's where the node is what is gone by. */
    static ClusterDiscovery discovery(
            JoinSource source, LocalMachine machine, PublicConnections connections, Transcript transcript) {
        Function<String, byte[]> kubeconfigs = source instanceof JoinSource.OnNode
                ? new KubeconfigOnNode(machine.files())
                : file -> LocalText.read(file, Kubeconfig.MAX_BYTES);
        return new ClusterDiscovery(connections, kubeconfigs, new SystemClock(), transcript);
    }

    HttpPublicConnections withoutCredentials(RequestTrace trace) {
        return new HttpPublicConnections(proxy(), trace);
    }

    HttpClusterConnections to(JoinGoal goal, RequestTrace trace) {
        return new HttpClusterConnections(goal.server(), goal.authorities(), proxy(), trace);
    }

    private Optional<InetSocketAddress> proxy() {
        return Optional.ofNullable(proxy);
    }
}
