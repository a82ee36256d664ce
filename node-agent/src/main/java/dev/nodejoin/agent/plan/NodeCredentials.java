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

    /** Whether they came with a kubelet.conf that was laid down, so that no join had to ask for any. */
    public static boolean areLaidDown(JoinGoal goal, JoinState state, Instant now) {
        return !(PredefinedKubeconfig.judge(goal, state, now) instanceof PredefinedKubeconfig.None);
    }

    static Optional<KubeletCertificatePair> usablePair(JoinGoal goal, JoinState state, Instant now) {
        return state.pair()
                .filter(pair -> ClientCertificate.judge(pair, goal.nodeName(), goal.authorities(), now)
                        instanceof ClientCertificate.Usable);
    }
}
