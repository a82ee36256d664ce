package dev.nodejoin.agent.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.agent.fixture.Goals;
import dev.nodejoin.agent.fixture.Lifetime;
import dev.nodejoin.agent.fixture.MemoryFiles;
import dev.nodejoin.agent.fixture.ScriptedCluster;
import dev.nodejoin.agent.plan.Bootstrap;
import dev.nodejoin.agent.plan.NodePaths;
import dev.nodejoin.protocol.patch.KubeletPatches;
import dev.nodejoin.protocol.pki.KubeletCertificatePair;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Issue 5: killed at every write and every request, then run again, the node is there, nothing had to be reset, and the
 * cluster was asked for one certificate.
 */
class KilledJoinTest {
    /** More than any run has; those beyond the last are runs that nobody kills. */
    private static final int MOST_MOMENTS = 80;

    private static final int FEWEST_MOMENTS = 25;

    private static final Map<Way, Map<String, String>> UNDISTURBED =
            Stream.of(Way.values()).collect(Collectors.toMap(way -> way, KilledJoinTest::undisturbed));

    /** How a machine comes to its cluster, and how often it has to ask for a certificate. */
    enum Way {
        BY_HAND_OFF,
        BY_TOKEN,
        BY_CREDENTIALS_LAID_DOWN,
        BY_THE_KUBELET_S_OWN_BOOTSTRAP;

        JoinRun start() {
            return switch (this) {
                case BY_HAND_OFF -> new JoinRun();
                case BY_TOKEN -> new JoinRun().discoveringByToken();
                case BY_CREDENTIALS_LAID_DOWN -> PredefinedJoinTest.laidDown();
                case BY_THE_KUBELET_S_OWN_BOOTSTRAP -> bootstrapping();
            };
        }

        /** Those of the agent; a kubelet asks by itself, once for each start without a certificate. */
        int requests() {
            return this == BY_HAND_OFF || this == BY_TOKEN ? 1 : 0;
        }

        private static JoinRun bootstrapping() {
            var run = new JoinRun()
                    .to(Goals.worker(JoinRun.AUTHORITY, ScriptedCluster.TOKEN)
                            .with(Bootstrap.KUBELET, KubeletPatches.NONE));
            run.kubelet.bootstraps(JoinRun.AUTHORITY);
            return run;
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void a_run_that_was_killed_in_any_moment_is_completed_by_the_next(Way way) {
        var moment = 1;
        while (killedThenCompleted(way, moment)) {
            moment++;
        }
        assertThat(moment).isBetween(FEWEST_MOMENTS, MOST_MOMENTS);
    }

    private static boolean killedThenCompleted(Way way, int moment) {
        var join = way.start();
        var killed = join.isKilledWithin(Lifetime.of(moment));
        assertThat(join.out.toString().contains("This node has joined")).isNotEqualTo(killed);
        join.run();
        assertJoined(join, way, "killed in moment " + moment);
        return killed;
    }

    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void runs_that_were_killed_one_after_the_other_are_completed_by_the_last(
            @ForAll Way way,
            @ForAll @IntRange(min = 1, max = MOST_MOMENTS) int first,
            @ForAll @IntRange(min = 1, max = MOST_MOMENTS) int second,
            @ForAll @IntRange(min = 1, max = MOST_MOMENTS) int third) {
        var join = way.start();
        join.isKilledWithin(Lifetime.of(first));
        join.isKilledWithin(Lifetime.of(second));
        join.isKilledWithin(Lifetime.of(third));
        join.run();

        assertJoined(join, way, "killed in moments %d, %d, %d".formatted(first, second, third));
    }

    private static void assertJoined(JoinRun join, Way way, String how) {
        assertThat(left(join.files)).as(how).isEqualTo(UNDISTURBED.get(way));
        assertThat(join.cluster.requests()).as(how).hasSize(way.requests());
        assertThat(join.kubelet.runsOnCurrentFiles()).as(how).isTrue();
        assertThat(join.kubelet.calls())
                .as(how)
                .filteredOn(call -> call.startsWith("start"))
                .hasSize(1);
        assertThat(join.out.toString()).as(how).contains("This node has joined the cluster:");
    }

    private static Map<String, String> undisturbed(Way way) {
        var join = way.start();
        join.run();
        return left(join.files);
    }

    /** Everything on the disk; of what is random in a join, the key and what is made of it, only that it fits together. */
    private static Map<String, String> left(MemoryFiles files) {
        var left = new TreeMap<>(files.snapshot());
        if (left.containsKey(NodePaths.CURRENT_PAIR)) {
            var pair = KubeletCertificatePair.parse(files.content(NodePaths.CURRENT_PAIR));
            left.computeIfPresent(
                    files.linkTarget(NodePaths.CURRENT_PAIR), (path, text) -> text.replace(pair.toPem(), shown(pair)));
            left.computeIfPresent(
                    NodePaths.NODE_KEY, (path, text) -> text.replace(pair.key().toPem(), "its key"));
        }
        return left;
    }

    private static String shown(KubeletCertificatePair pair) {
        return "the pair of %s, valid from %s to %s".formatted(pair.subject(), pair.notBefore(), pair.notAfter());
    }
}
