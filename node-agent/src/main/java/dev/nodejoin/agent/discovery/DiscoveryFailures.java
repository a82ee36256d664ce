package dev.nodejoin.agent.discovery;

import dev.nodejoin.agent.plan.ClusterProblem;
import dev.nodejoin.agent.plan.ClusterProblem.Busy;
import dev.nodejoin.agent.plan.ClusterProblem.Forbidden;
import dev.nodejoin.agent.plan.ClusterProblem.Refused;
import dev.nodejoin.agent.plan.ClusterProblem.Unauthorized;
import dev.nodejoin.agent.plan.ClusterProblem.Unreachable;
import dev.nodejoin.agent.plan.ClusterProblem.Untimely;
import dev.nodejoin.agent.plan.ClusterProblem.Untrusted;
import dev.nodejoin.agent.plan.ClusterProblem.Unusable;
import dev.nodejoin.agent.plan.ExitCode;
import dev.nodejoin.agent.plan.Failure;
import dev.nodejoin.protocol.pki.CaPin;
import dev.nodejoin.protocol.token.TokenId;
import java.util.List;
import java.util.stream.Collectors;

/** The sentences that end a discovery; one for each thing that can be wrong, since each needs another remedy. */
public final class DiscoveryFailures {
    private static final String CLUSTER_INFO = "ConfigMap kube-public/cluster-info";
    private static final String NEW_TOKEN =
            "have an administrator run 'kubeadm token create --print-join-command' and use what it prints";
    private static final String AGAIN = "then run again";

    private DiscoveryFailures() {}

    /** The server gave no usable answer to an anonymous request for cluster-info. */
    public static Failure noAnswer(ClusterProblem problem, String server) {
        return switch (problem) {
            case Unreachable(String why) ->
                new Failure(
                        ExitCode.UNREACHABLE,
                        "the API server %s can't be reached: %s".formatted(server, why),
                        "check the address, the network and firewalls, " + AGAIN);
            case Untrusted(String why) ->
                new Failure(
                        ExitCode.UNREACHABLE,
                        "the server at %s can't be trusted: %s".formatted(server, why),
                        "check that the address is one that the API server's certificate is for, " + AGAIN);
            case Untimely untimely ->
                new Failure(
                        ExitCode.UNREACHABLE,
                        "the server at %s can't be trusted: %s".formatted(server, untimely.why()),
                        untimely.remedy() + ", " + AGAIN);
            case Unauthorized unauthorized ->
                new Failure(
                        ExitCode.REFUSED,
                        "the API server %s answers no anonymous requests (HTTP 401)".formatted(server),
                        privately());
            case Forbidden(String message) ->
                new Failure(
                        ExitCode.REFUSED,
                        "the API server %s lets nobody read %s without credentials (HTTP 403): %s"
                                .formatted(server, CLUSTER_INFO, message),
                        privately());
            case Busy(int status, String message) ->
                new Failure(
                        ExitCode.UNREACHABLE,
                        "the API server %s could not be asked for %s: HTTP %d %s"
                                .formatted(server, CLUSTER_INFO, status, message),
                        "wait until it has recovered, " + AGAIN);
            case Refused(int status, String message) ->
                new Failure(
                        ExitCode.CLUSTER,
                        "the server %s did not give out %s: HTTP %d %s"
                                .formatted(server, CLUSTER_INFO, status, message),
                        "check that the address is that of a Kubernetes API server");
            case Unusable(String why) ->
                new Failure(
                        ExitCode.CLUSTER,
                        "the server %s gave an unusable answer: %s".formatted(server, why),
                        "check that the address is that of a Kubernetes API server");
        };
    }

    private static String privately() {
        return "join with a ticket, or with --discovery-file";
    }

    static Failure noClusterInfo() {
        return new Failure(
                ExitCode.CLUSTER,
                "the cluster has no %s, so it can't be discovered by a token".formatted(CLUSTER_INFO),
                "join with a ticket or with --discovery-file, or have an administrator run"
                        + " 'kubeadm init phase bootstrap-token'");
    }

    static Failure noKubeconfig() {
        return new Failure(
                ExitCode.CLUSTER,
                "there is no kubeconfig key in %s: this API server isn't set up for discovery by a token"
                        .formatted(CLUSTER_INFO),
                "have an administrator run 'kubeadm init phase bootstrap-token'");
    }

    static Failure unusableClusterInfo(String why) {
        return new Failure(
                ExitCode.CLUSTER,
                "%s can't be used: %s".formatted(CLUSTER_INFO, why),
                "have an administrator repair it");
    }

    static Failure unknownToken(TokenId id) {
        return new Failure(
                ExitCode.TOKEN_UNKNOWN,
                "the cluster has no signature for token id %s, though it has others: the id is unknown, the token has"
                                .formatted(id)
                        + " expired, or it is not meant for discovery (usage signing)",
                NEW_TOKEN);
    }

    static Failure unsigned(TokenId id) {
        return new Failure(
                ExitCode.UNSIGNED,
                "%s is not signed for any token, that with id %s included: no token is live, or the cluster's signer"
                                .formatted(CLUSTER_INFO, id)
                        + " (controller bootstrap-signer-controller) does not run",
                NEW_TOKEN);
    }

    static Failure wrongToken(TokenId id) {
        return new Failure(
                ExitCode.TOKEN_WRONG,
                "the signature of %s was not made with this token: its id %s is known, its secret is wrong, or"
                                .formatted(CLUSTER_INFO, id)
                        + " somebody else answers in the API server's place",
                "check token and address; " + NEW_TOKEN);
    }

    static Failure pinMismatch(List<CaPin> found) {
        return new Failure(
                ExitCode.PIN_MISMATCH,
                "none of the cluster's CA certificates has a pinned key; they have: %s"
                        .formatted(found.stream().map(CaPin::toString).collect(Collectors.joining(", "))),
                "compare with what the control plane says, never with what this machine was told; " + NEW_TOKEN);
    }

    static Failure changedInBetween() {
        return new Failure(
                ExitCode.CA_CHANGED,
                "the kubeconfig in %s, read over verified TLS, differs from the one that was read first"
                        .formatted(CLUSTER_INFO),
                "run again; if it stays so, somebody answers in the API server's place");
    }

    /** What was discovered is no place that a node may join. */
    public static Failure unusableCluster(String server, String why) {
        return new Failure(
                ExitCode.CLUSTER,
                "the cluster that was discovered at %s can't be joined: %s".formatted(server, why),
                "have an administrator repair " + CLUSTER_INFO);
    }

    /** The place of the kubeconfig of {@code --discovery-file} did not give it out. */
    public static Failure noDownload(ClusterProblem problem, String location) {
        return switch (problem) {
            case Unreachable(String why) ->
                new Failure(
                        ExitCode.UNREACHABLE,
                        "the discovery file %s can't be fetched: %s".formatted(location, why),
                        "check the address and the network, " + AGAIN);
            case Untrusted(String why) ->
                new Failure(
                        ExitCode.UNREACHABLE,
                        "the discovery file %s comes from a server that this machine does not trust: %s"
                                .formatted(location, why),
                        "check the address, and add its CA certificate to those of this machine if it is right");
            case Untimely untimely ->
                new Failure(
                        ExitCode.UNREACHABLE,
                        "the discovery file %s comes from a server that can't be trusted: %s"
                                .formatted(location, untimely.why()),
                        untimely.remedy() + ", " + AGAIN);
            case Refused(int status, String message) ->
                discoveryFile(location, "the answer is HTTP %d, not 200".formatted(status));
            case Unusable(String why) -> discoveryFile(location, why);
            case Unauthorized other -> discoveryFile(location, other.toString());
            case Forbidden other -> discoveryFile(location, other.toString());
            case Busy other -> discoveryFile(location, other.toString());
        };
    }

    /** The kubeconfig of {@code --discovery-file}, or the place it comes from, is of no use. */
    public static Failure discoveryFile(String location, String why) {
        return new Failure(
                ExitCode.TICKET,
                "the discovery file %s can't be used: %s".formatted(location, why),
                "mend it or get a new one, " + AGAIN);
    }
}
