package dev.nodejoin.agent.join;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nodejoin.agent.cluster.ClusterConnections;
import dev.nodejoin.agent.files.NodeFiles;
import dev.nodejoin.agent.fixture.FakeClock;
import dev.nodejoin.agent.fixture.Goals;
import dev.nodejoin.agent.fixture.Lifetime;
import dev.nodejoin.agent.fixture.MemoryFiles;
import dev.nodejoin.agent.fixture.MortalCluster;
import dev.nodejoin.agent.fixture.MortalFiles;
import dev.nodejoin.agent.fixture.MortalKubelet;
import dev.nodejoin.agent.fixture.MortalPublic;
import dev.nodejoin.agent.fixture.PublishedInfo;
import dev.nodejoin.agent.fixture.ScriptedCluster;
import dev.nodejoin.agent.fixture.ScriptedKubelet;
import dev.nodejoin.agent.fixture.ScriptedPublic;
import dev.nodejoin.agent.fixture.TestAuthority;
import dev.nodejoin.agent.identity.NodeIdentity;
import dev.nodejoin.agent.kubelet.KubeletService;
import dev.nodejoin.agent.plan.Failure;
import dev.nodejoin.agent.plan.JoinGoal;
import dev.nodejoin.agent.plan.JoinOrder;
import dev.nodejoin.protocol.kubeadm.BootstrapTokenDiscovery;
import dev.nodejoin.protocol.kubeadm.Discovery;
import dev.nodejoin.protocol.kubeadm.JoinConfiguration;
import dev.nodejoin.protocol.kubeadm.NodeRegistration;
import dev.nodejoin.protocol.kubeadm.Timeouts;
import dev.nodejoin.protocol.token.BootstrapToken;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.SecureRandom;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A machine, a cluster, and runs of the agent between them. */
final class JoinRun {
    static final TestAuthority AUTHORITY = TestAuthority.named("kubernetes");

    final FakeClock clock = new FakeClock();
    final MemoryFiles files = new MemoryFiles();
    final ScriptedCluster cluster = new ScriptedCluster(AUTHORITY, clock);
    final ScriptedKubelet kubelet = new ScriptedKubelet(files, cluster);
    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();
    private Function<Lifetime, JoinGoal> goal = life -> Goals.worker(AUTHORITY, ScriptedCluster.TOKEN);

    JoinRun to(JoinGoal other) {
        goal = life -> other;
        return this;
    }

    /** Every run finds out anew what a token leads to. */
    JoinRun discoveringByToken() {
        goal = this::discovered;
        return this;
    }

    private JoinGoal discovered(Lifetime life) {
        var published =
                new ScriptedPublic().publishes(PublishedInfo.of(AUTHORITY.pem()).signedBy(ScriptedCluster.TOKEN));
        var token = new BootstrapTokenDiscovery(
                BootstrapToken.parse(ScriptedCluster.TOKEN),
                "10.0.0.1:6443",
                AUTHORITY.bundle().pins(),
                false);
        var ticket = new ClusterDiscovery(new MortalPublic(published, life), path -> new byte[0], clock, transcript())
                .discover(
                        JoinConfiguration.of(
                                new Discovery(Optional.of(token), Optional.empty(), Optional.empty()),
                                NodeRegistration.DEFAULTS),
                        true,
                        Timeouts.DEFAULTS.discovery());
        return new JoinOrder(ticket, Optional.empty(), Optional.empty(), "worker-1", List.of()).goal();
    }

    void run() {
        run(goal.apply(Lifetime.endless()), files, cluster, kubelet);
    }

    /** A run that has other files between itself and the disk. */
    void runOn(NodeFiles disk) {
        run(goal.apply(Lifetime.endless()), disk, cluster, kubelet);
    }

    /** A run that may die at any change, request or call, and whether it did. */
    boolean isKilledWithin(Lifetime life) {
        return isKilled(() -> run(
                goal.apply(life),
                new MortalFiles(files, life),
                new MortalCluster(cluster, life),
                new MortalKubelet(kubelet, life)));
    }

    /** A run that dies right after its n-th change of a file. */
    void killAfterChange(int changes) {
        var disk = new MortalFiles(files, Lifetime.of(changes * MortalFiles.MOMENTS));
        if (!isKilled(() -> run(goal.apply(Lifetime.endless()), disk, cluster, kubelet))) {
            throw new AssertionError("the join made fewer than %d changes".formatted(changes));
        }
    }

    private static boolean isKilled(Runnable run) {
        try {
            run.run();
            return false;
        } catch (Lifetime.Killed killed) {
            return true;
        }
    }

    private void run(JoinGoal wanted, NodeFiles disk, ClusterConnections connections, KubeletService service) {
        new Join(
                        wanted,
                        Limits.of(Timeouts.DEFAULTS),
                        disk,
                        new NodeIdentity(disk, new SecureRandom()),
                        connections,
                        service,
                        kubelet,
                        clock,
                        ZoneOffset.UTC,
                        transcript())
                .run();
    }

    private Transcript transcript() {
        return new Transcript(new PrintWriter(out), new PrintWriter(err));
    }

    /** Why the run failed, which it must. */
    Failure failure() {
        var thrown = catchThrowableOfType(JoinFailedException.class, this::run);
        if (thrown == null) {
            throw new AssertionError("the join did not fail");
        }
        return thrown.failure();
    }
}
