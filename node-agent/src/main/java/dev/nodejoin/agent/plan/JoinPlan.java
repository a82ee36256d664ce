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
import java.util.Optional;

/**
 * The order of a join: the same state always asks for the same action, and every action changes the state so that another
 * follows. Nothing remembers how the state came about, which is why a killed run can be taken up by the next.
 *
 * <p>The steps are those of {@code kubeadm join} for a worker, with the certificate fetched before the kubelet starts.
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
        var certified = isCertified();
        if (!certified && state.key().isEmpty()) {
            return new MakeKey();
        }
        var credential = certified ? Credential.NODE : Credential.BOOTSTRAP;
        if (!state.discovered()) {
            return new Discover(credential);
        }
        return state.settings()
                .map(settings -> certified
                        ? toRun(settings)
                        : state.key().map(this::toCertify).orElseGet(MakeKey::new))
                .orElseGet(() -> new ReadConfiguration(credential));
    }

    private boolean isCertified() {
        return state.pair()
                .map(pair -> ClientCertificate.judge(pair, goal.nodeName(), goal.authorities(), now))
                .filter(ClientCertificate.Usable.class::isInstance)
                .isPresent();
    }

    private Action toCertify(NodeKey key) {
        return switch (state.nameCheck()) {
            case NameCheck.NotAsked notAsked -> new CheckName();
            case NameCheck.Present(NodeView node) when node.ready() -> new Abort(Failures.nameTaken(goal.nodeName()));
            case NameCheck.Present stale -> toCertificate(key);
            case NameCheck.Free free -> toCertificate(key);
        };
    }

    private Action toCertificate(NodeKey key) {
        var action = RequestJudgement.next(goal, key, state.request(), now);
        return action instanceof Action.InstallCertificate && state.kubelet() == KubeletState.UNKNOWN
                ? new StopKubelet()
                : action;
    }

    private Action toRun(ClusterSettings settings) {
        return missingFile(settings)
                .<Action>map(file -> onStoppedKubelet(new WriteFile(file)))
                .or(this::leftOverCredential)
                .orElseGet(this::toKubelet);
    }

    private Optional<WantedFile> missingFile(ClusterSettings settings) {
        return settings.files().stream().filter(file -> !isInPlace(file)).findFirst();
    }

    /** The CA file is left alone where it is there, as kubeadm does: a conflict would have been seen before. */
    private boolean isInPlace(WantedFile file) {
        var found = Optional.ofNullable(state.files().get(file.path()));
        return file.path().equals(goal.caCertPath())
                ? found.isPresent()
                : found.filter(file::is).isPresent();
    }

    private Optional<Action> leftOverCredential() {
        return state.files().containsKey(NodePaths.BOOTSTRAP_KUBELET_CONF)
                ? Optional.of(onStoppedKubelet(new RemoveFile(NodePaths.BOOTSTRAP_KUBELET_CONF)))
                : Optional.empty();
    }

    private Action onStoppedKubelet(Action action) {
        return state.kubelet() == KubeletState.STOPPED ? action : new StopKubelet();
    }

    private Action toKubelet() {
        return switch (state.kubelet()) {
            case UNKNOWN -> new ProbeKubelet();
            case STOPPED -> new StartKubelet();
            case STARTED -> new AwaitHealthyKubelet();
            case HEALTHY -> state.registered() ? new Finish() : new AwaitRegistration();
        };
    }
}
