package dev.nodejoin.agent.join;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nodejoin.agent.files.NodeFiles;
import dev.nodejoin.agent.fixture.FakeClock;
import dev.nodejoin.agent.fixture.Goals;
import dev.nodejoin.agent.fixture.MemoryFiles;
import dev.nodejoin.agent.fixture.ScriptedCluster;
import dev.nodejoin.agent.fixture.ScriptedKubelet;
import dev.nodejoin.agent.fixture.TestAuthority;
import dev.nodejoin.agent.identity.NodeIdentity;
import dev.nodejoin.agent.plan.Failure;
import dev.nodejoin.agent.plan.JoinGoal;
import dev.nodejoin.protocol.kubeadm.Timeouts;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.SecureRandom;
import java.time.ZoneOffset;

/** A machine, a cluster, and runs of the agent between them. */
final class JoinRun {
    static final TestAuthority AUTHORITY = TestAuthority.named("kubernetes");

    final FakeClock clock = new FakeClock();
    final MemoryFiles files = new MemoryFiles();
    final ScriptedCluster cluster = new ScriptedCluster(AUTHORITY, clock);
    final ScriptedKubelet kubelet = new ScriptedKubelet(files, cluster);
    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();
    private JoinGoal goal = Goals.worker(AUTHORITY, ScriptedCluster.TOKEN);

    JoinRun to(JoinGoal other) {
        goal = other;
        return this;
    }

    void run() {
        runOn(files);
    }

    void runOn(NodeFiles disk) {
        new Join(
                        goal,
                        Limits.of(Timeouts.DEFAULTS),
                        disk,
                        new NodeIdentity(disk, new SecureRandom()),
                        cluster,
                        kubelet,
                        kubelet,
                        clock,
                        ZoneOffset.UTC,
                        new Transcript(new PrintWriter(out), new PrintWriter(err)))
                .run();
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
