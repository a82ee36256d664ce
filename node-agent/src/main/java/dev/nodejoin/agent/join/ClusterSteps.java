package dev.nodejoin.agent.join;

import dev.nodejoin.agent.cluster.ClusterApi;
import dev.nodejoin.agent.cluster.ClusterException;
import dev.nodejoin.agent.kubelet.KubeletService;
import dev.nodejoin.agent.plan.ClusterProblem;
import dev.nodejoin.agent.plan.ClusterSettings;
import dev.nodejoin.agent.plan.Credential;
import dev.nodejoin.agent.plan.Failures;
import dev.nodejoin.agent.plan.JoinGoal;
import dev.nodejoin.agent.plan.JoinState;
import dev.nodejoin.agent.plan.NameCheck;
import dev.nodejoin.agent.plan.NodeView;
import dev.nodejoin.agent.plan.Phase;
import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.kubeconfig.Kubeconfig;
import dev.nodejoin.protocol.patch.PatchMismatchException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** What a join finds out about the cluster, and whether its Node is there in the end. */
final class ClusterSteps {
    private final JoinGoal goal;
    private final Limits limits;
    private final Connections connections;
    private final ApiCalls calls;
    private final KubeletService kubelet;
    private final JoinClock clock;
    private final Transcript transcript;

    ClusterSteps(
            JoinGoal goal,
            Limits limits,
            Connections connections,
            ApiCalls calls,
            KubeletService kubelet,
            JoinClock clock,
            Transcript transcript) {
        this.goal = goal;
        this.limits = limits;
        this.connections = connections;
        this.calls = calls;
        this.kubelet = kubelet;
        this.clock = clock;
        this.transcript = transcript;
    }

    /**
     * kubeadm's file discovery: the public cluster-info is asked for over TLS that trusts the ticket's CA alone. Not being
     * allowed to read it is fine, since the ticket has all that is needed; what counts is that the right server knows the
     * credential.
     */
    JoinState discover(Credential credential, JoinState state) {
        transcript.say(Phase.DISCOVERY, "Connecting to the API server %s".formatted(goal.server()));
        var api = connections.as(credential, state);
        calls.ask(Phase.DISCOVERY, credential, limits.discovery(), "be discovered", () -> clusterInfo(api))
                .flatMap(data -> Optional.ofNullable(data.get("kubeconfig")))
                .ifPresent(this::compareServers);
        return state.withDiscovery();
    }

    private static Optional<Map<String, String>> clusterInfo(ClusterApi api) {
        try {
            return api.configMap("kube-public", "cluster-info");
        } catch (ClusterException e) {
            if (e.problem() instanceof ClusterProblem.Forbidden) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void compareServers(String clusterInfo) {
        try {
            var published = Kubeconfig.parse(clusterInfo.getBytes(StandardCharsets.UTF_8))
                    .server();
            if (!published.equals(goal.server())) {
                transcript.warn(
                        Phase.DISCOVERY,
                        "cluster-info names the server %s; %s is used".formatted(published, goal.server()));
            }
        } catch (MalformedInputException unusable) {
            transcript.warn(Phase.DISCOVERY, "cluster-info holds no kubeconfig; what the join was given is used");
        }
    }

    JoinState readConfiguration(Credential credential, JoinState state) {
        transcript.say(
                Phase.PREFLIGHT,
                "Reading configuration from the \"kubeadm-config\" ConfigMap in namespace \"kube-system\"...");
        var cluster = value(credential, state, "kubeadm-config", "ClusterConfiguration");
        var kubeletConfiguration = value(credential, state, "kubelet-config", "kubelet");
        try {
            return state.withSettings(
                    ClusterSettings.of(goal, cluster, kubeletConfiguration, kubelet.isResolvedActive()));
        } catch (PatchMismatchException e) {
            throw new JoinFailedException(Failures.badPatch(String.valueOf(e.getMessage())), e);
        } catch (MalformedInputException e) {
            throw new JoinFailedException(Failures.badConfiguration(String.valueOf(e.getMessage())), e);
        }
    }

    private String value(Credential credential, JoinState state, String configMap, String key) {
        var api = connections.as(credential, state);
        var doing = "read ConfigMap kube-system/" + configMap;
        return calls.ask(
                        Phase.PREFLIGHT,
                        credential,
                        limits.apiCall(),
                        doing,
                        () -> api.configMap("kube-system", configMap))
                .flatMap(data -> Optional.ofNullable(data.get(key)))
                .orElseThrow(() -> new JoinFailedException(Failures.missingConfiguration(configMap, key)));
    }

    JoinState checkName(Credential credential, JoinState state) {
        var node = node(credential, Phase.PREFLIGHT, state);
        return state.withNameCheck(node.<NameCheck>map(NameCheck.Present::new).orElseGet(NameCheck.Free::new));
    }

    JoinState awaitRegistration(JoinState state) {
        transcript.say(
                Phase.REGISTRATION,
                "Waiting for the kubelet to register the Node \"%s\". This can take up to %s"
                        .formatted(goal.nodeName(), Transcript.shown(limits.registration())));
        var deadline = new Deadline(clock, limits.registration());
        var pauses = BackOff.forRegistration();
        while (!isRegistered(state, node(Credential.NODE, Phase.REGISTRATION, state))) {
            if (deadline.isOver()) {
                throw new JoinFailedException(Failures.notRegistered(goal.nodeName(), deadline.length()));
            }
            deadline.pause(pauses.next());
        }
        transcript.say(
                Phase.REGISTRATION, "The Node is registered after %s".formatted(Transcript.shown(deadline.elapsed())));
        return state.withRegistration();
    }

    /** A Node that was there before counts once its new kubelet has reported. */
    private static boolean isRegistered(JoinState state, Optional<NodeView> node) {
        return switch (state.nameCheck()) {
            case NameCheck.Present(NodeView before) ->
                node.filter(now -> !now.uid().equals(before.uid())
                                || !now.heartbeat().equals(before.heartbeat()))
                        .isPresent();
            case NameCheck.Free free -> node.isPresent();
            case NameCheck.NotAsked notAsked -> node.isPresent();
        };
    }

    private Optional<NodeView> node(Credential credential, Phase phase, JoinState state) {
        var api = connections.as(credential, state);
        var doing = "get Node \"%s\"".formatted(goal.nodeName());
        return calls.ask(phase, credential, limits.apiCall(), doing, () -> api.node(goal.nodeName()));
    }
}
