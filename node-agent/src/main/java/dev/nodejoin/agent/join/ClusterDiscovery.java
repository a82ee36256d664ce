package dev.nodejoin.agent.join;

import dev.nodejoin.agent.cluster.PublicConnections;
import dev.nodejoin.agent.discovery.DiscoveredCluster;
import dev.nodejoin.agent.discovery.DiscoveryFailures;
import dev.nodejoin.agent.plan.Phase;
import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.handoff.Ticket;
import dev.nodejoin.protocol.kubeadm.Discovery;
import dev.nodejoin.protocol.kubeadm.JoinConfiguration;
import java.time.Duration;
import java.util.function.Function;

/** Finds the cluster the way that a JoinConfiguration says, as {@code kubeadm join} does. */
public final class ClusterDiscovery {
    private final PublicConnections connections;
    private final Function<String, byte[]> files;
    private final JoinClock clock;
    private final Transcript transcript;

    /**
     * A discovery with everything it touches.
     *
     * @param files from a path of this machine to its content; throws for what can't be read
     */
    public ClusterDiscovery(
            PublicConnections connections, Function<String, byte[]> files, JoinClock clock, Transcript transcript) {
        this.connections = connections;
        this.files = files;
        this.clock = clock;
        this.transcript = transcript;
    }

    /**
     * What a hand-off would have said; throws {@link JoinFailedException} if the cluster is not found or not to be trusted.
     *
     * @param needsToken whether it has to be one with which a certificate can be asked for
     * @param longest for each of the two looks at cluster-info
     */
    public Ticket discover(JoinConfiguration join, boolean needsToken, Duration longest) {
        var start = clock.steady();
        var found = discover(join.discovery(), needsToken, new ClusterInfoPolls(clock, longest, transcript));
        transcript.spent(Phase.DISCOVERY, clock.steady().minus(start));
        try {
            return found.ticket(join, needsToken);
        } catch (MalformedInputException e) {
            throw new JoinFailedException(
                    DiscoveryFailures.unusableCluster(found.server(), String.valueOf(e.getMessage())), e);
        }
    }

    private DiscoveredCluster discover(Discovery discovery, boolean needsToken, ClusterInfoPolls polls) {
        return discovery
                .bootstrapToken()
                .map(wanted -> new TokenDiscovery(connections, polls, transcript).discover(wanted))
                .orElseGet(() -> new FileDiscovery(connections, files, polls, transcript)
                        .discover(
                                discovery.kubeConfigPath().orElseThrow(),
                                needsToken && discovery.tlsBootstrapToken().isEmpty()));
    }
}
