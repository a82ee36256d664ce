package dev.nodejoin.agent.cli;

import dev.nodejoin.agent.discovery.JoinSource;
import dev.nodejoin.agent.join.ClusterDiscovery;
import dev.nodejoin.agent.join.Limits;
import dev.nodejoin.agent.plan.JoinExtent;
import dev.nodejoin.agent.preflight.Trust;
import dev.nodejoin.agent.ticket.TicketSource;
import dev.nodejoin.protocol.handoff.HandOff;
import dev.nodejoin.protocol.handoff.Ticket;
import dev.nodejoin.protocol.kubeadm.BootstrapTokenDiscovery;
import dev.nodejoin.protocol.kubeadm.JoinConfiguration;
import dev.nodejoin.protocol.kubeadm.Timeouts;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Where every join gets its ticket, be it handed over or made from what is discovered. */
final class TicketDesk {
    private final TicketSource handedOver;
    private final ConfigurationDesk configurations;
    private final ClusterDiscovery discovery;
    private final ClusterDiscovery discoveryOnNode;
    private final LimitOptions limits;
    private final Function<Optional<JoinConfiguration>, JoinExtent> extents;
    private final MachineCheck machine;
    private final PrintWriter err;

    /**
     * A desk for one run.
     *
     * @param discoveryOnNode the same, with the node's files for those of this machine
     * @param extents how much of a join by that configuration is wanted
     */
    TicketDesk(
            TicketSource handedOver,
            ConfigurationDesk configurations,
            ClusterDiscovery discovery,
            ClusterDiscovery discoveryOnNode,
            LimitOptions limits,
            Function<Optional<JoinConfiguration>, JoinExtent> extents,
            MachineCheck machine,
            PrintWriter err) {
        this.handedOver = handedOver;
        this.configurations = configurations;
        this.discovery = discovery;
        this.discoveryOnNode = discoveryOnNode;
        this.limits = limits;
        this.extents = extents;
        this.machine = machine;
        this.err = err;
    }

    /** The ticket; what its configuration has that is read over is told. */
    Ticket ticket(JoinSource source) {
        return switch (source) {
            case JoinSource.Ticket(String location) -> {
                var ticket = handedOver.read(location);
                warn(HandOff.JOIN_CONFIGURATION, ticket.joinConfiguration());
                machine.check(ticket.joinConfiguration(), trust(ticket));
                yield ticket;
            }
            case JoinSource.Configuration(String file) -> {
                var configuration = configurations.ofFile(file);
                warn(file, Optional.of(configuration));
                yield discovered(configuration, discovery);
            }
            case JoinSource.Flags(var wanted) -> discovered(configurations.ofFlags(wanted), discovery);
            case JoinSource.OnNode onNode -> discovered(configurations.ofNode(), discoveryOnNode);
        };
    }

    /** How long the phases of a join by this ticket may take. */
    Limits limits(Ticket ticket) {
        return limits(ticket.joinConfiguration());
    }

    private Limits limits(Optional<JoinConfiguration> join) {
        return limits.over(Limits.of(join.map(JoinConfiguration::timeouts).orElse(Timeouts.DEFAULTS)));
    }

    private static Trust trust(Ticket ticket) {
        return ticket.kubeconfig().caBundle().<Trust>map(Trust.Authorities::new).orElseGet(Trust.Unknown::new);
    }

    private static Trust trust(JoinConfiguration join) {
        return join.discovery()
                .bootstrapToken()
                .map(BootstrapTokenDiscovery::caCertHashes)
                .filter(pins -> !pins.isEmpty())
                .<Trust>map(Trust.Pins::new)
                .orElseGet(Trust.Unknown::new);
    }

    private Ticket discovered(JoinConfiguration join, ClusterDiscovery search) {
        machine.check(Optional.of(join), trust(join));
        var needsToken = !extents.apply(Optional.of(join)).keepsKubeconfig();
        return search.discover(join, needsToken, limits(Optional.of(join)).discovery());
    }

    private void warn(String name, Optional<JoinConfiguration> join) {
        join.map(JoinConfiguration::warnings)
                .orElse(List.of())
                .forEach(warning -> err.println("warning: %s: %s".formatted(name, warning)));
        err.flush();
    }
}
