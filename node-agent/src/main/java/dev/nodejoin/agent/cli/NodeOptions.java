package dev.nodejoin.agent.cli;

import dev.nodejoin.agent.plan.JoinOrder;
import dev.nodejoin.protocol.handoff.Ticket;
import dev.nodejoin.protocol.kubeadm.JoinConfiguration;
import dev.nodejoin.protocol.kubeadm.NodeRegistration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which node a machine becomes. */
final class NodeOptions {
    @Option(
            names = "--node-name",
            paramLabel = "NAME",
            description = "The Node's name (default: the configuration's, else the host name).")
    private @Nullable String name;

    @Option(
            names = "--cri-socket",
            paramLabel = "PATH",
            description =
                    "Where the container runtime listens (default: the configuration's, else the one that is found).")
    private @Nullable String criSocket;

    Optional<String> name() {
        return filled(name);
    }

    Optional<String> criSocket() {
        return filled(criSocket);
    }

    /** What the ticket and these together ask this machine for. */
    JoinOrder order(Ticket ticket, LocalMachine machine) {
        return new JoinOrder(ticket, name(), criSocket(), machine.hostname(), machine.socketsFound());
    }

    /** How the node registers; known before the cluster is. */
    NodeRegistration registration(Optional<JoinConfiguration> join, LocalMachine machine) {
        return JoinOrder.registration(join, name(), criSocket(), machine.hostname(), machine.socketsFound());
    }

    private static Optional<String> filled(@Nullable String value) {
        return Optional.ofNullable(value).filter(text -> !text.isEmpty());
    }
}
