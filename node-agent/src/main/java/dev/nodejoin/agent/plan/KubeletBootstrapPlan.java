package dev.nodejoin.agent.plan;

import dev.nodejoin.agent.plan.Action.AwaitBootstrap;
import dev.nodejoin.agent.plan.Action.AwaitHealthyKubelet;
import dev.nodejoin.agent.plan.Action.AwaitRegistration;
import dev.nodejoin.agent.plan.Action.Finish;
import dev.nodejoin.agent.plan.Action.ProbeKubelet;
import dev.nodejoin.agent.plan.Action.RemoveFile;
import dev.nodejoin.agent.plan.Action.StartKubelet;
import dev.nodejoin.agent.plan.Action.StopKubelet;
import dev.nodejoin.agent.plan.Action.WriteFile;

/**
 * A join as {@code kubeadm join} does it (phases kubelet-start and kubelet-wait-bootstrap): the kubelet is given the
 * bootstrap credential, makes its own key and asks for its own certificate.
 */
final class KubeletBootstrapPlan {
    private final JoinGoal goal;
    private final JoinState state;
    private final Shortfall shortfall;
    private final boolean certified;

    private KubeletBootstrapPlan(JoinGoal goal, JoinState state, Shortfall shortfall, boolean certified) {
        this.goal = goal;
        this.state = state;
        this.shortfall = shortfall;
        this.certified = certified;
    }

    /** What is next; {@code certified} tells that the node's certificate is there and good. */
    static Action next(JoinGoal goal, JoinState state, ClusterSettings settings, boolean certified) {
        var shortfall = Shortfall.of(goal, state, settings, certified);
        return new KubeletBootstrapPlan(goal, state, shortfall, certified).next();
    }

    private Action next() {
        if (!goal.extent().has(JoinPhase.KUBELET_START)) {
            return state.kubelet() == KubeletState.HEALTHY ? onceHealthy() : onceStarted();
        }
        return shortfall.missing().stream().findFirst().map(this::toWrite).orElseGet(this::toKubelet);
    }

    private Action toWrite(WantedFile file) {
        return state.kubelet() == KubeletState.STOPPED ? new WriteFile(file) : new StopKubelet();
    }

    private Action toKubelet() {
        return switch (state.kubelet()) {
            case UNKNOWN -> new ProbeKubelet();
            case STOPPED -> new StartKubelet();
            case STARTED -> onceStarted();
            case HEALTHY -> onceHealthy();
        };
    }

    private Action onceStarted() {
        return waits() ? new AwaitHealthyKubelet() : new Finish();
    }

    private Action onceHealthy() {
        return waits() ? toRegistered() : new Finish();
    }

    private boolean waits() {
        return goal.extent().has(JoinPhase.KUBELET_WAIT_BOOTSTRAP);
    }

    /**
     * A kubeconfig without its certificate, or the other way about, is a bootstrap that the kubelet is still busy with. When
     * it is done, its credential has served.
     */
    private Action toRegistered() {
        if (!certified || !state.files().containsKey(NodePaths.KUBELET_CONF)) {
            return new AwaitBootstrap();
        }
        return shortfall
                .leftOver()
                .<Action>map(RemoveFile::new)
                .orElseGet(() -> state.registered() ? new Finish() : new AwaitRegistration());
    }
}
