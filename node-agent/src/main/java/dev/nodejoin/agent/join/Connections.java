package dev.nodejoin.agent.join;

import dev.nodejoin.agent.cluster.ClusterApi;
import dev.nodejoin.agent.cluster.ClusterConnections;
import dev.nodejoin.agent.plan.Credential;
import dev.nodejoin.agent.plan.JoinGoal;
import dev.nodejoin.agent.plan.JoinState;
import dev.nodejoin.agent.plan.NodeCredentials;
import java.util.EnumMap;
import java.util.Map;

/** One connection per credential, made when it is first needed. */
final class Connections {
    private final ClusterConnections connections;
    private final JoinGoal goal;
    private final JoinClock clock;
    private final Map<Credential, ClusterApi> open = new EnumMap<>(Credential.class);

    Connections(ClusterConnections connections, JoinGoal goal, JoinClock clock) {
        this.connections = connections;
        this.goal = goal;
        this.clock = clock;
    }

    ClusterApi as(Credential credential, JoinState state) {
        return open.computeIfAbsent(credential, wanted -> connect(wanted, state));
    }

    private ClusterApi connect(Credential credential, JoinState state) {
        return switch (credential) {
            case BOOTSTRAP ->
                connections.withToken(goal.token().orElseThrow(() -> new IllegalStateException("there is no token")));
            case NODE ->
                connections.withCertificate(NodeCredentials.of(goal, state, clock.now())
                        .orElseThrow(() -> new IllegalStateException("there is no certificate yet")));
        };
    }
}
