package dev.nodejoin.agent.join;

import dev.nodejoin.agent.cluster.ClusterException;
import dev.nodejoin.agent.cluster.PublicConnections.ClusterInfoSource;
import dev.nodejoin.agent.discovery.ClusterInfo;
import dev.nodejoin.agent.discovery.DiscoveryFailures;
import dev.nodejoin.agent.discovery.Look;
import dev.nodejoin.agent.discovery.Look.NotYet;
import dev.nodejoin.agent.discovery.Look.Rejected;
import dev.nodejoin.agent.discovery.Look.Trusted;
import dev.nodejoin.agent.plan.Failure;
import dev.nodejoin.agent.plan.Phase;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Looks at cluster-info as kubeadm does: at once, and again until it is good, wrong, or time is over. */
final class ClusterInfoPolls {
    private final JoinClock clock;
    private final Duration longest;
    private final Transcript transcript;

    ClusterInfoPolls(JoinClock clock, Duration longest, Transcript transcript) {
        this.clock = clock;
        this.longest = longest;
        this.transcript = transcript;
    }

    /** Throws {@link JoinFailedException} with what was wrong, at the last look where it was not settled before. */
    ClusterInfo until(
            String server, ClusterInfoSource source, Function<Optional<Map<String, String>>, Look> judgement) {
        var deadline = new Deadline(clock, longest);
        var pauses = BackOff.forClusterInfo();
        Optional<Failure> told = Optional.empty();
        while (true) {
            switch (look(server, source, judgement)) {
                case Trusted(ClusterInfo info) -> {
                    return info;
                }
                case Rejected(Failure failure) -> throw new JoinFailedException(failure);
                case NotYet(Failure failure) -> {
                    if (deadline.isOver()) {
                        throw new JoinFailedException(failure);
                    }
                    told = announce(failure, told, deadline);
                }
            }
            deadline.pause(pauses.next());
        }
    }

    private static Look look(
            String server, ClusterInfoSource source, Function<Optional<Map<String, String>>, Look> judgement) {
        try {
            return judgement.apply(source.read());
        } catch (ClusterException e) {
            return new NotYet(DiscoveryFailures.noAnswer(e.problem(), server));
        }
    }

    /** Each new reason once. */
    private Optional<Failure> announce(Failure failure, Optional<Failure> told, Deadline deadline) {
        if (told.filter(failure::equals).isEmpty()) {
            transcript.warn(
                    Phase.DISCOVERY,
                    "%s; trying again for at most %s".formatted(failure.what(), Transcript.shown(deadline.left())));
        }
        return Optional.of(failure);
    }
}
