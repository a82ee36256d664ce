package dev.nodejoin.agent.plan;

import dev.nodejoin.agent.plan.Action.Abort;
import dev.nodejoin.agent.plan.Action.AwaitHealthyKubelet;
import dev.nodejoin.agent.plan.Action.AwaitRegistration;
import dev.nodejoin.agent.plan.Action.CheckName;
import dev.nodejoin.agent.plan.Action.Discover;
import dev.nodejoin.agent.plan.Action.Finish;
import dev.nodejoin.agent.plan.Action.MakeKey;
import dev.nodejoin.agent.plan.Action.ProbeKubelet;
import dev.nodejoin.agent.plan.Action.ReadConfiguration;
import dev.nodejoin.agent.plan.Action.RemoveFile;
import dev.nodejoin.agent.plan.Action.StartKubelet;
import dev.nodejoin.agent.plan.Action.StopKubelet;
import dev.nodejoin.agent.plan.Action.WriteFile;
import dev.nodejoin.protocol.pki.NodeKey;
import java.time.Instant;

/**
 * The order of a join: the same state always asks for the same action, and every action changes the state so that another
 * follows. Nothing remembers how the state came about, which is why a killed run can be taken up by the next.
 *
 * <p>The steps are those of {@code kubeadm join} for a worker, with the certificate fetched before the kubelet starts,
 * unless the kubelet shall bootstrap itself ({@link KubeletBootstrapPlan}).
 */
public final class JoinPlan {
    private final JoinGoal goal;
    private final JoinState state;
    private final Instant now;

    private JoinPlan(JoinGoal goal, JoinState state, Instant now) {
        this.goal = goal;
        this.state = state;
        this.now = now;
    }

    public static Action next(JoinGoal goal, JoinState state, Instant now) {
        return new JoinPlan(goal, state, now).next();
    }

    private Action next() {
        return Conflict.onDisk(goal, state, now).<Action>map(Abort::new).orElseGet(this::toJoin);
    }

    private Action toJoin() {
        var certified = isCertified(goal, state, now);
        if (!certified && goal.token().isEmpty()) {
            return new Abort(starts() || !waits() ? Failures.noCredentials() : Failures.notStarted());
        }
        if (!certified
                && asksForCertificate()
                && !goal.extent().dryRun()
                && state.key().isEmpty()) {
            return new MakeKey();
        }
        var credential = credential(certified);
        if (!state.discovered()) {
            return new Discover(credential);
        }
        return state.settings()
                .map(settings -> toPhases(settings, certified))
                .orElseGet(() -> new ReadConfiguration(credential));
    }

    private static Credential credential(boolean certified) {
        return certified ? Credential.NODE : Credential.BOOTSTRAP;
    }

    private boolean starts() {
        return goal.extent().has(JoinPhase.KUBELET_START);
    }

    private boolean waits() {
        return goal.extent().has(JoinPhase.KUBELET_WAIT_BOOTSTRAP);
    }

    private boolean asksForCertificate() {
        return starts() && goal.bootstrap() == Bootstrap.AGENT;
    }

    private Action toPhases(ClusterSettings settings, boolean certified) {
        if (goal.extent().dryRun()) {
            return starts() && isNew(certified) ? onFreeName(certified, new Finish()) : new Finish();
        }
        return switch (goal.bootstrap()) {
            case AGENT -> toPhasesOfAgent(settings, certified);
            case KUBELET -> toPhasesOfKubelet(KubeletBootstrapPlan.next(goal, state, settings, certified), certified);
        };
    }

    private Action toPhasesOfAgent(ClusterSettings settings, boolean certified) {
        if (starts()) {
            return certified
                    ? toNode(settings)
                    : state.key().map(this::toCertify).orElseGet(MakeKey::new);
        }
        return waits() ? toWaitFor(certified) : new Finish();
    }

    /** Before anything is written or started, unlike kubeadm: a refusal leaves nothing behind then. */
    private Action toPhasesOfKubelet(Action action, boolean certified) {
        var begins = action instanceof StopKubelet || action instanceof WriteFile || action instanceof StartKubelet;
        return begins && isNew(certified) ? onFreeName(certified, action) : action;
    }

    /** For a kubelet that another run has started, or nobody. */
    private Action toWaitFor(boolean certified) {
        if (!certified) {
            return new Abort(Failures.notStarted());
        }
        return state.kubelet() == KubeletState.HEALTHY ? toRegistered() : new AwaitHealthyKubelet();
    }

    /** Whether the node has its certificate, so that nothing has to be asked for. */
    static boolean isCertified(JoinGoal goal, JoinState state, Instant now) {
        return NodeCredentials.areThere(goal, state, now);
    }

    private Action toCertify(NodeKey key) {
        return onFreeName(false, toCertificate(key));
    }

    private Action toNode(ClusterSettings settings) {
        return isNew(true) ? onFreeName(true, toRun(settings)) : toRun(settings);
    }

    /**
     * Whether no kubelet of this node can be running yet. One that has its certificate from a join was checked then; one
     * whose certificate was laid down beforehand was not, unless a join wrote its configuration.
     */
    private boolean isNew(boolean certified) {
        return !certified
                || (NodeCredentials.usablePair(goal, state, now).isEmpty()
                        && !state.files().containsKey(NodePaths.KUBELET_CONFIG));
    }

    private Action onFreeName(boolean certified, Action action) {
        return switch (state.nameCheck()) {
            case NameCheck.NotAsked notAsked -> new CheckName(credential(certified));
            case NameCheck.Present(NodeView node) when node.ready() -> new Abort(Failures.nameTaken(goal.nodeName()));
            case NameCheck.Present stale -> action;
            case NameCheck.Free free -> action;
        };
    }

    private Action toCertificate(NodeKey key) {
        var action = RequestJudgement.next(goal, key, state.request(), now);
        return action instanceof Action.InstallCertificate && state.kubelet() == KubeletState.UNKNOWN
                ? new StopKubelet()
                : action;
    }

    private Action toRun(ClusterSettings settings) {
        var shortfall = Shortfall.of(goal, state, settings, true);
        return shortfall.missing().stream()
                .findFirst()
                .<Action>map(WriteFile::new)
                .or(() -> shortfall.leftOver().map(RemoveFile::new))
                .map(this::onStoppedKubelet)
                .orElseGet(this::toKubelet);
    }

    private Action onStoppedKubelet(Action action) {
        return state.kubelet() == KubeletState.STOPPED ? action : new StopKubelet();
    }

    private Action toKubelet() {
        return switch (state.kubelet()) {
            case UNKNOWN -> new ProbeKubelet();
            case STOPPED -> new StartKubelet();
            case STARTED -> waits() ? new AwaitHealthyKubelet() : new Finish();
            case HEALTHY -> waits() ? toRegistered() : new Finish();
        };
    }

    private Action toRegistered() {
        return state.registered() ? new Finish() : new AwaitRegistration();
    }
}
