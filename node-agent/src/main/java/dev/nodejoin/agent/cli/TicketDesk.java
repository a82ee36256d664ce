package dev.nodejoin.agent.cli;

import dev.nodejoin.agent.discovery.JoinSource;
import dev.nodejoin.agent.join.ClusterDiscovery;
import dev.nodejoin.agent.preflight.Trust;
import dev.nodejoin.agent.ticket.TicketSource;
import dev.nodejoin.protocol.handoff.HandOff;
import dev.nodejoin.protocol.handoff.Ticket;
import dev.nodejoin.protocol.kubeadm.BootstrapTokenDiscovery;
import dev.nodejoin.protocol.kubeadm.JoinConfiguration;
import java.io.PrintWriter;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Where every join gets its ticket, be it handed over or made from what is discovered. What a machine or its files lack is
 * told before the cluster is asked for anything.
 */
record TicketDesk(
        TicketSource handedOver,
        ConfigurationDesk configurations,
        ClusterDiscovery search,
        LimitOptions limits,
        WantedExtent extent,
        KubeletStartOptions kubeletStart,
        MachineCheck machine,
        PrintWriter err) {
    /** The ticket and what goes with it; what its configuration has that is read over is told. */
    PreparedJoin prepare(JoinSource source) {
        return switch (source) {
            case JoinSource.Ticket(String location) -> handedOver(location);
            case JoinSource.Configuration(String file) -> {
                var configuration = configurations.ofFile(file);
                warn(file, Optional.of(configuration));
                yield discovered(configuration);
            }
            case JoinSource.Flags(var wanted) -> discovered(configurations.ofFlags(wanted));
            case JoinSource.OnNode onNode -> discovered(configurations.ofNode());
        };
    }

    private PreparedJoin handedOver(String location) {
        var ticket = handedOver.read(location);
        warn(HandOff.JOIN_CONFIGURATION, ticket.joinConfiguration());
        machine.check(ticket.joinConfiguration(), trust(ticket));
        return new PreparedJoin(ticket, kubeletStart.patches(ticket.joinConfiguration(), ticket.patches()));
    }

    private PreparedJoin discovered(JoinConfiguration join) {
        var wanted = Optional.of(join);
        machine.check(wanted, trust(join));
        var patches = kubeletStart.patches(wanted, Collections.emptySortedMap());
        var needsToken = !extent.of(wanted).keepsKubeconfig();
        return new PreparedJoin(
                search.discover(join, needsToken, limits.of(wanted).discovery()), patches);
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

    private void warn(String name, Optional<JoinConfiguration> join) {
        join.map(JoinConfiguration::warnings)
                .orElse(List.of())
                .forEach(warning -> err.println("warning: %s: %s".formatted(name, warning)));
        err.flush();
    }
}
