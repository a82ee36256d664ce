package dev.nodejoin.agent.join;

import dev.nodejoin.agent.cluster.ClusterConnections;
import dev.nodejoin.agent.files.NodeFileException;
import dev.nodejoin.agent.files.NodeFiles;
import dev.nodejoin.agent.identity.NodeIdentity;
import dev.nodejoin.agent.kubelet.KubeletException;
import dev.nodejoin.agent.kubelet.KubeletHealth;
import dev.nodejoin.agent.kubelet.KubeletService;
import dev.nodejoin.agent.plan.Action;
import dev.nodejoin.agent.plan.Action.Abort;
import dev.nodejoin.agent.plan.Action.AwaitBootstrap;
import dev.nodejoin.agent.plan.Action.AwaitCertificate;
import dev.nodejoin.agent.plan.Action.AwaitHealthyKubelet;
import dev.nodejoin.agent.plan.Action.AwaitRegistration;
import dev.nodejoin.agent.plan.Action.CheckName;
import dev.nodejoin.agent.plan.Action.Discover;
import dev.nodejoin.agent.plan.Action.Finish;
import dev.nodejoin.agent.plan.Action.InstallCertificate;
import dev.nodejoin.agent.plan.Action.MakeKey;
import dev.nodejoin.agent.plan.Action.ProbeKubelet;
import dev.nodejoin.agent.plan.Action.ReadConfiguration;
import dev.nodejoin.agent.plan.Action.RemoveFile;
import dev.nodejoin.agent.plan.Action.StartKubelet;
import dev.nodejoin.agent.plan.Action.StopKubelet;
import dev.nodejoin.agent.plan.Action.SubmitRequest;
import dev.nodejoin.agent.plan.Action.WriteFile;
import dev.nodejoin.agent.plan.Failures;
import dev.nodejoin.agent.plan.JoinGoal;
import dev.nodejoin.agent.plan.JoinPlan;
import dev.nodejoin.agent.plan.JoinState;
import dev.nodejoin.agent.plan.NodeCredentials;
import dev.nodejoin.agent.plan.Preview;
import java.time.Duration;
import java.time.ZoneId;

/**
 * Carries out a join: asks the plan what is next, does it, and asks again with what has changed. The state is not stored
 * anywhere but in the node's own files, so killing a run at any point loses nothing that the next run needs.
 */
public final class Join {
    private final JoinGoal goal;
    private final JoinClock clock;
    private final Transcript transcript;
    private final DiskSteps disk;
    private final ClusterSteps cluster;
    private final CertificateSteps certificate;
    private final KubeletSteps kubelet;
    private final DryRun dryRun;
    private final BootstrapWait bootstrap;

    /**
     * A join with everything it touches.
     *
     * @param zone in which the kubelet names its certificate files
     */
    public Join(
            JoinGoal goal,
            Limits limits,
            NodeFiles files,
            NodeIdentity identity,
            ClusterConnections connections,
            KubeletService service,
            KubeletHealth health,
            JoinClock clock,
            ZoneId zone,
            Transcript transcript) {
        var open = new Connections(connections, goal, clock);
        var calls = new ApiCalls(clock, goal.server(), transcript);
        this.goal = goal;
        this.clock = clock;
        this.transcript = transcript;
        this.disk = new DiskSteps(goal, files, identity, zone, transcript);
        this.cluster = new ClusterSteps(goal, limits, open, calls, service, clock, transcript);
        this.certificate = new CertificateSteps(goal, limits, open, calls, clock, transcript);
        this.kubelet = new KubeletSteps(limits, service, health, clock, transcript);
        this.dryRun = new DryRun(goal, limits, files, transcript);
        this.bootstrap = new BootstrapWait(goal, limits, files, service, clock, transcript);
    }

    /**
     * Returns when the Node is registered, or as much of that is done as the goal wants; throws
     * {@link JoinFailedException} if that does not come about.
     */
    public void run() {
        try {
            var beginning = disk.observe();
            var laidDown = NodeCredentials.areLaidDown(goal, beginning, clock.now());
            finish(toTheEnd(beginning), laidDown);
        } catch (NodeFileException e) {
            throw new JoinFailedException(Failures.file(String.valueOf(e.getMessage())), e);
        } catch (KubeletException e) {
            throw new JoinFailedException(Failures.kubeletCommand(String.valueOf(e.getMessage())), e);
        }
    }

    private JoinState toTheEnd(JoinState beginning) {
        var state = beginning;
        for (var next = plan(state); !(next instanceof Finish); next = plan(state)) {
            state = timed(next, state);
        }
        return state;
    }

    private void finish(JoinState state, boolean laidDown) {
        if (goal.extent().dryRun()) {
            dryRun.show(Preview.of(goal, state, clock.now()));
        } else {
            transcript.done(goal, laidDown);
        }
    }

    private Action plan(JoinState state) {
        return JoinPlan.next(goal, state, clock.now());
    }

    private JoinState timed(Action action, JoinState state) {
        Duration start = clock.steady();
        var after = carryOut(action, state);
        transcript.spent(action, clock.steady().minus(start));
        return after;
    }

    private JoinState carryOut(Action action, JoinState state) {
        return switch (action) {
            case MakeKey a -> disk.makeKey(state);
            case Discover a -> cluster.discover(a.credential(), state);
            case ReadConfiguration a -> cluster.readConfiguration(a.credential(), state);
            case CheckName a -> cluster.checkName(a.credential(), state);
            case SubmitRequest a -> certificate.submit(a.name(), state);
            case AwaitCertificate a -> certificate.await(a.request(), state);
            case InstallCertificate a -> disk.installCertificate(a.pair(), state);
            case StopKubelet a -> kubelet.stop(state);
            case WriteFile a -> disk.write(a.file(), state);
            case RemoveFile a -> disk.remove(a.path(), state);
            case ProbeKubelet a -> kubelet.probe(state);
            case StartKubelet a -> kubelet.start(state);
            case AwaitHealthyKubelet a -> disk.withdrawingCredentials(() -> kubelet.awaitHealth(state));
            case AwaitBootstrap a -> disk.withdrawingCredentials(() -> bootstrap.await(state));
            case AwaitRegistration a -> cluster.awaitRegistration(state);
            case Finish a -> state;
            case Abort a -> throw new JoinFailedException(a.failure());
        };
    }
}
