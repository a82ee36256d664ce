package dev.nodejoin.agent.plan;

import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.kubeconfig.Kubeconfig;
import dev.nodejoin.protocol.pki.CertificateBundle;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;

/**
 * What on the disk speaks against this join: traces of another node or another cluster. kubeadm refuses whenever such files
 * exist at all; here those that this very join would have left are fine, so that it can be taken up again.
 */
final class Conflict {
    private Conflict() {}

    static Optional<Failure> onDisk(JoinGoal goal, JoinState state, Instant now) {
        return kubeconfig(goal, state, now)
                .or(() -> foreignBootstrap(goal, state))
                .or(() -> foreignAuthorities(goal, state))
                .or(() -> otherNode(goal, state, now));
    }

    private static Optional<Failure> kubeconfig(JoinGoal goal, JoinState state, Instant now) {
        return switch (PredefinedKubeconfig.judge(goal, state, now)) {
            case PredefinedKubeconfig.Usable usable -> Optional.empty();
            case PredefinedKubeconfig.None none -> foreignKubeconfig(goal, state);
            case PredefinedKubeconfig.Unusable(String why) -> Optional.of(Failures.unusableKubeconfig(why));
            case PredefinedKubeconfig.Expired(Instant notAfter) ->
                NodeCredentials.usablePair(goal, state, now).isPresent()
                        ? Optional.empty()
                        : Optional.of(Failures.unusableKubeconfig("its certificate expired at " + notAfter));
        };
    }

    /** A kubelet.conf that is not the one a kubelet of this cluster has, whichever address of the server it names. */
    private static Optional<Failure> foreignKubeconfig(JoinGoal goal, JoinState state) {
        return Optional.ofNullable(state.files().get(NodePaths.KUBELET_CONF))
                .filter(found -> !isOurs(goal, found))
                .map(found -> Failures.foreignKubeconfig());
    }

    static boolean isOurs(JoinGoal goal, FileOnDisk found) {
        try {
            var server = Kubeconfig.parse(found.content().getBytes(StandardCharsets.UTF_8))
                    .server();
            return goal.kubeconfig(server).content().equals(found.content());
        } catch (MalformedInputException e) {
            return false;
        }
    }

    /** A credential for another cluster; one for this cluster is replaced or removed in the course of the join. */
    private static Optional<Failure> foreignBootstrap(JoinGoal goal, JoinState state) {
        return Optional.ofNullable(state.files().get(NodePaths.BOOTSTRAP_KUBELET_CONF))
                .filter(found -> leadsElsewhere(goal, found))
                .map(found -> Failures.otherCluster(NodePaths.BOOTSTRAP_KUBELET_CONF));
    }

    /** What can't be read leads nowhere. */
    private static boolean leadsElsewhere(JoinGoal goal, FileOnDisk found) {
        try {
            return Kubeconfig.parse(found.content())
                    .caBundle()
                    .filter(trusted -> Collections.disjoint(
                            trusted.certificates(), goal.authorities().certificates()))
                    .isPresent();
        } catch (MalformedInputException e) {
            return false;
        }
    }

    /** The kubelet obeys whoever this file trusts; kubeadm never compares it. */
    private static Optional<Failure> foreignAuthorities(JoinGoal goal, JoinState state) {
        return Optional.ofNullable(state.files().get(goal.caCertPath()))
                .filter(found -> !holds(found, goal.authorities()))
                .map(found -> Failures.otherCluster(goal.caCertPath()));
    }

    private static boolean holds(FileOnDisk found, CertificateBundle authorities) {
        try {
            return CertificateBundle.parse(found.content()).certificates().containsAll(authorities.certificates());
        } catch (MalformedInputException e) {
            return false;
        }
    }

    /** A kubelet that has both its kubeconfig and a good certificate is a node already. */
    private static Optional<Failure> otherNode(JoinGoal goal, JoinState state, Instant now) {
        if (!state.files().containsKey(NodePaths.KUBELET_CONF)) {
            return Optional.empty();
        }
        return state.pair()
                .map(pair -> ClientCertificate.judge(pair, goal.nodeName(), goal.authorities(), now))
                .filter(ClientCertificate.OfAnother.class::isInstance)
                .map(ClientCertificate.OfAnother.class::cast)
                .map(other -> Failures.otherNode(other.subject(), goal.nodeName()));
    }
}
