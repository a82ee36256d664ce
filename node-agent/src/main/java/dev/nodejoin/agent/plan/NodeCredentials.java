package dev.nodejoin.agent.plan;

import dev.nodejoin.protocol.pki.ClientIdentity;
import dev.nodejoin.protocol.pki.KubeletCertificatePair;
import java.time.Instant;
import java.util.Optional;

/** What a node that needs no bootstrap any more authenticates with. */
public final class NodeCredentials {
    private NodeCredentials() {}

    /** Those that were laid down beforehand, else the kubelet's pair; empty if neither is there and good. */
    public static Optional<ClientIdentity> of(JoinGoal goal, JoinState state, Instant now) {
        return PredefinedKubeconfig.judge(goal, state, now)
                        instanceof PredefinedKubeconfig.Usable(ClientIdentity predefined)
                ? Optional.of(predefined)
                : usablePair(goal, state, now).map(KubeletCertificatePair::identity);
    }

    /** Whether there are any. */
    static boolean areThere(JoinGoal goal, JoinState state, Instant now) {
        return PredefinedKubeconfig.judge(goal, state, now) instanceof PredefinedKubeconfig.Usable
                || usablePair(goal, state, now).isPresent();
    }

    /**
     * Whether a kubelet will run with those of a kubelet.conf that was laid down, so that nobody has to ask for any. One that
     * has a certificate of its own prefers that.
     *
     * @param beginning before the join did anything: a kubelet that bootstraps itself writes a kubelet.conf too
     */
    public static boolean areLaidDown(JoinGoal goal, JoinState beginning, Instant now) {
        return PredefinedKubeconfig.judge(goal, beginning, now) instanceof PredefinedKubeconfig.Usable
                && usablePair(goal, beginning, now).isEmpty();
    }

    static Optional<KubeletCertificatePair> usablePair(JoinGoal goal, JoinState state, Instant now) {
        return state.pair()
                .filter(pair -> ClientCertificate.judge(pair, goal.nodeName(), goal.authorities(), now)
                        instanceof ClientCertificate.Usable);
    }
}
