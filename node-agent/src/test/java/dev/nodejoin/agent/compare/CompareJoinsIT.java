package dev.nodejoin.agent.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.agent.AgentBed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Joins that work, by real kubeadm and by the agent, and everything that can be seen of them; then a reset of each. */
class CompareJoinsIT {
    private static final int AT_ONCE = 2;
    private static final Duration SETTLING = Duration.ofSeconds(20);
    private static final String THEN_AGAIN = ", then again";
    private static final String THEN_RESET = ", then reset";

    @RegisterExtension
    static final AgentBed bed = new AgentBed();

    private static final ExecutorService lanes = Executors.newFixedThreadPool(AT_ONCE);
    private static Ground ground;
    private static Tally tally;

    @BeforeAll
    static void prepare() {
        ground = Ground.on(bed);
        tally = new Tally("Joins", bed.cluster().kubernetesVersion(), Allowances.OF_JOINS);
    }

    /** What was allowed and never seen is taken off the list, before it hides something. */
    @AfterAll
    static void report() {
        lanes.shutdownNow();
        if (tally != null) {
            Report.publish("joins", tally);
            assertThat(tally.unused()).as("allowed, but no longer seen").isEmpty();
        }
    }

    @TestFactory
    Stream<DynamicTest> the_agent_makes_the_node_that_kubeadm_makes() {
        var joins = GoodJoins.all(bed.cluster().kubernetesVersion());
        var runs = IntStream.range(0, joins.size())
                .mapToObj(number -> lanes.submit(comparing(joins.get(number), "join%02d".formatted(number))))
                .toList();
        return IntStream.range(0, joins.size())
                .mapToObj(number ->
                        DynamicTest.dynamicTest(joins.get(number).name(), () -> assertSame(runs.get(number))));
    }

    private static void assertSame(Future<List<Difference>> run) throws Exception {
        assertThat(run.get()).isEmpty();
    }

    private static Callable<List<Difference>> comparing(GoodJoin join, String name) {
        return () -> {
            try (var pair = Pair.start(ground, name)) {
                return compare(join, pair);
            }
        };
    }

    private static List<Difference> compare(GoodJoin join, Pair pair) {
        var trials = pair.run((side, site) -> Trial.join(side, site, join.words(side), join.meanwhile()));
        trials.map(CompareJoinsIT::succeeded).map(trial -> bed.awaitReady(join.nodeName(trial.site())));
        var differences = new ArrayList<>(tally.add(join.name(), settled(join, trials)));
        if (join.again()) {
            differences.addAll(add(join.name() + THEN_AGAIN, trials.map(Trial::again)));
        }
        differences.addAll(
                add(join.name() + THEN_RESET, trials.map(Trial::reset).map(CompareJoinsIT::succeeded)));
        return differences;
    }

    private static Trial succeeded(Trial trial) {
        assertThat(trial.ending().succeeded()).as(trial.transcript()).isTrue();
        return trial;
    }

    private static List<Difference> add(String scenario, Both<Trial> trials) {
        var evidence = trials.map(trial -> trial.traces().evidence());
        return tally.add(scenario, Findings.between(evidence.kubeadm(), evidence.agent()));
    }

    /** Kubelets and controllers go on for some seconds after a Node is Ready: looked at until nothing is unexpected. */
    private static Findings settled(GoodJoin join, Both<Trial> trials) {
        var deadline = System.nanoTime() + SETTLING.toNanos();
        while (true) {
            var evidence = trials.map(trial -> trial.membership(join.nodeName(trial.site())));
            var findings = Findings.between(evidence.kubeadm(), evidence.agent());
            if (tally.unexpected(join.name(), findings).isEmpty() || System.nanoTime() > deadline) {
                return findings;
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(500);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
