package dev.nodejoin.agent.plan;

import dev.nodejoin.agent.plan.ClusterProblem.Busy;
import dev.nodejoin.agent.plan.ClusterProblem.Forbidden;
import dev.nodejoin.agent.plan.ClusterProblem.Refused;
import dev.nodejoin.agent.plan.ClusterProblem.Unauthorized;
import dev.nodejoin.agent.plan.ClusterProblem.Unreachable;
import dev.nodejoin.agent.plan.ClusterProblem.Untimely;
import dev.nodejoin.agent.plan.ClusterProblem.Untrusted;
import dev.nodejoin.agent.plan.ClusterProblem.Unusable;

/** What a problem with the API server means for the join, and what to do about it. */
public final class ClusterFailures {
    private ClusterFailures() {}

    /**
     * The sentence for a problem.
     *
     * @param doing what was attempted, as in "may not …"
     * @param credential as whom
     */
    public static Failure of(ClusterProblem problem, String server, Credential credential, String doing) {
        return switch (problem) {
            case Unreachable(String why) ->
                new Failure(
                        ExitCode.UNREACHABLE,
                        "the API server %s can't be reached: %s".formatted(server, why),
                        "check the address, the network and firewalls, then " + Failures.AGAIN);
            case Untrusted(String why) ->
                new Failure(
                        ExitCode.UNREACHABLE,
                        "the server at %s can't be trusted: %s".formatted(server, why),
                        "check the server and the CA certificates that the join was given, and ask for a new hand-off if they are"
                                + " outdated");
            case Untimely untimely ->
                new Failure(
                        ExitCode.UNREACHABLE,
                        "the server at %s can't be trusted: %s".formatted(server, untimely.why()),
                        untimely.remedy() + ", then " + Failures.AGAIN);
            case Unauthorized unauthorized -> unauthorized(credential);
            case Forbidden(String message) ->
                new Failure(
                        ExitCode.REFUSED,
                        "%s is valid but may not %s: %s".formatted(credential, doing, message),
                        "ask an administrator for the rights that a joining node needs, then " + Failures.AGAIN);
            case Busy(int status, String message) ->
                new Failure(
                        ExitCode.UNREACHABLE,
                        "the API server %s could not %s: HTTP %d %s".formatted(server, doing, status, message),
                        "wait until it has recovered, then " + Failures.AGAIN);
            case Refused(int status, String message) ->
                new Failure(
                        ExitCode.CLUSTER,
                        "the API server %s did not %s: HTTP %d %s".formatted(server, doing, status, message),
                        "show this to an administrator of the cluster");
            case Unusable(String why) ->
                new Failure(
                        ExitCode.CLUSTER,
                        "the API server %s gave an unusable answer on the attempt to %s: %s"
                                .formatted(server, doing, why),
                        "check that the address is that of a Kubernetes API server");
        };
    }

    private static Failure unauthorized(Credential credential) {
        return switch (credential) {
            case BOOTSTRAP ->
                new Failure(
                        ExitCode.REFUSED,
                        "the API server does not know the bootstrap token: it is wrong, expired or revoked",
                        "ask for a new hand-off (the join request's status says why) or token and run again with"
                                + " that; the key is kept");
            case NODE ->
                new Failure(
                        ExitCode.REFUSED,
                        "the API server does not accept " + credential,
                        "remove that certificate, ask for a new hand-off or kubelet.conf and run again");
        };
    }
}
