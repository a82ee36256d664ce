package dev.nodejoin.agent.join;

import dev.nodejoin.agent.cluster.PublicConnections;
import dev.nodejoin.agent.discovery.ClusterInfo;
import dev.nodejoin.agent.discovery.ClusterInfoJudgement;
import dev.nodejoin.agent.discovery.DiscoveredCluster;
import dev.nodejoin.agent.plan.Phase;
import dev.nodejoin.protocol.kubeadm.BootstrapTokenDiscovery;

/**
 * kubeadm's token discovery: cluster-info is read from whoever answers, proven by the token's signature and the pins, and
 * read once more over TLS that trusts the authorities found in it. No credential goes out before that.
 */
final class TokenDiscovery {
    private final PublicConnections connections;
    private final ClusterInfoPolls polls;
    private final Transcript transcript;

    TokenDiscovery(PublicConnections connections, ClusterInfoPolls polls, Transcript transcript) {
        this.connections = connections;
        this.polls = polls;
        this.transcript = transcript;
    }

    DiscoveredCluster discover(BootstrapTokenDiscovery wanted) {
        var server = "https://" + wanted.apiServerEndpoint();
        transcript.say(
                Phase.DISCOVERY,
                "Requesting ConfigMap \"cluster-info\" in namespace \"kube-public\" from %s".formatted(server));
        var judgement = new ClusterInfoJudgement(wanted);
        var first = polls.until(server, connections.unverified(server), judgement::first);
        return DiscoveredCluster.of(judgement.isPinned() ? verified(server, judgement, first) : unpinned(first));
    }

    private ClusterInfo verified(String server, ClusterInfoJudgement judgement, ClusterInfo first) {
        transcript.say(
                Phase.DISCOVERY,
                "The signature is the token's and a pin matches; requesting it again over verified TLS");
        return polls.until(
                server, connections.verified(server, first.authorities()), data -> judgement.second(first, data));
    }

    private ClusterInfo unpinned(ClusterInfo first) {
        transcript.warn(
                Phase.DISCOVERY,
                "the cluster's CA is believed by the token's signature alone: whoever knows the token could have put"
                        + " another in its place; --discovery-token-ca-cert-hash closes that");
        return first;
    }
}
