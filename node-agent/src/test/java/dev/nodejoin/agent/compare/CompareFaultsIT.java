package dev.nodejoin.agent.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.agent.AgentBed;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
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

/** Joins that have to fail, by real kubeadm and by the agent: how each ends, and why it says that it does. */
class CompareFaultsIT {
    private static final int AT_ONCE = 2;

    @RegisterExtension
    static final AgentBed bed = new AgentBed();

    private static final ExecutorService lanes = Executors.newFixedThreadPool(AT_ONCE);
    private static final Queue<Pair> shared = new ConcurrentLinkedQueue<>();
    private static Ground ground;
    private static Tally tally;

    /** What came of one fault. */
    private record Outcome(Both<Trial> trials, List<Difference> differences) {}

    @BeforeAll
    static void prepare() {
        ground = Ground.on(bed);
        tally = new Tally("Bad inputs and faults", bed.cluster().kubernetesVersion(), Allowances.OF_FAULTS);
        for (var number = 0; number < AT_ONCE; number++) {
            shared.add(Pair.start(ground, "shared" + number));
        }
    }

    @AfterAll
    static void report() {
        lanes.shutdownNow();
        if (tally != null) {
            Report.publish("faults", tally);
            assertThat(tally.unused()).as("allowed, but no longer seen").isEmpty();
        }
    }

    @TestFactory
    Stream<DynamicTest> the_agent_fails_as_kubeadm_does() {
        var faults = faults();
        var runs = IntStream.range(0, faults.size())
                .mapToObj(number -> lanes.submit(running(faults.get(number), "fault%02d".formatted(number))))
                .toList();
        return IntStream.range(0, faults.size())
                .mapToObj(number -> DynamicTest.dynamicTest(
                        faults.get(number).name(), () -> assertAlike(faults.get(number), runs.get(number))));
    }

    private static List<Fault> faults() {
        var faults = new ArrayList<Fault>();
        faults.addAll(BadInputs.all(bed.cluster().kubernetesVersion()));
        faults.addAll(DiscoveryFaults.all());
        faults.addAll(MachineFaults.all());
        return faults;
    }

    private static void assertAlike(Fault fault, Future<Outcome> run) throws Exception {
        var outcome = run.get();
        var trials = outcome.trials();
        assertThat(trials.kubeadm().ending().meaning())
                .as(trials.kubeadm().transcript())
                .isEqualTo(fault.expected());
        assertThat(outcome.differences())
                .as(trials.kubeadm().transcript() + trials.agent().transcript())
                .isEmpty();
    }

    private static Callable<Outcome> running(Fault fault, String name) {
        return () -> switch (fault.place()) {
            case SHARED -> {
                var pair = shared.remove();
                try {
                    yield run(fault, pair);
                } finally {
                    shared.add(pair);
                }
            }
            case FRESH -> {
                try (var pair = Pair.start(ground, name)) {
                    yield run(fault, pair);
                }
            }
        };
    }

    private static Outcome run(Fault fault, Pair pair) {
        var trials = played(fault, pair);
        var evidence = trials.map(trial -> evidence(fault, trial));
        return new Outcome(trials, tally.add(fault.name(), Findings.between(evidence.kubeadm(), evidence.agent())));
    }

    /** The scripted server can keep either side waiting on a busy host, which is another error than the one in question. */
    private static Both<Trial> played(Fault fault, Pair pair) {
        var trials = playedOnce(fault, pair);
        return fault.place() == Fault.Place.SHARED && ranOutOfTime(fault, trials) ? playedOnce(fault, pair) : trials;
    }

    private static Both<Trial> playedOnce(Fault fault, Pair pair) {
        return pair.run((side, site) -> Trial.join(side, site, fault.words()));
    }

    private static boolean ranOutOfTime(Fault fault, Both<Trial> trials) {
        return Stream.of(trials.kubeadm(), trials.agent())
                .map(trial -> trial.ending().meaning())
                .anyMatch(
                        meaning -> meaning.equals(ErrorClass.UNREACHABLE.name()) && !meaning.equals(fault.expected()));
    }

    private static Evidence evidence(Fault fault, Trial trial) {
        var evidence = switch (fault.place()) {
            case SHARED -> trial.traces();
            case FRESH -> trial.outcome();
        };
        var address = trial.site().machine().address();
        fault.asked()
                .ifPresent(script ->
                        evidence.events(Aspect.API_TRACE, ground.scripted().requests(script, address)));
        return evidence.evidence();
    }
}
