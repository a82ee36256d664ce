package dev.nodejoin.agent;

import static dev.nodejoin.agent.AgentBed.APPROVED_AT_ONCE;
import static dev.nodejoin.agent.AgentBed.APPROVED_BY_HAND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nodejoin.testcluster.CommandResult;
import dev.nodejoin.testcluster.Machine;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Issue 5: a join that was killed anywhere is completed by the next run, without a reset. The moments in all their number
 * are those of the pure test of the same name; here are some of each kind, with real processes, files and servers.
 */
class KilledJoinIT {
    private static final int AS_IF_KILLED = 137;

    @RegisterExtension
    static final AgentBed bed = new AgentBed();

    /** Every change of a file is among them: before it, in it or after it; and some requests. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 29})
    void a_process_that_ended_in_any_moment_is_followed_by_one_that_completes_the_join(int moment) {
        try (var machine = bed.machine("halted-" + moment)) {
            var token = bed.deliver(machine, APPROVED_AT_ONCE);
            assertThat(bed.joinAndHaltIn(machine, moment).exitCode()).isEqualTo(AS_IF_KILLED);
            succeeded(bed.join(machine));

            bed.awaitReady(machine.name());
            assertThat(bed.requests(token)).hasSize(1);
            assertNothingIsLeftBehind(machine);
        }
    }

    /** How many moments there are depends on how often the cluster is asked; so many there are never. */
    @Test
    void only_the_end_of_its_process_keeps_that_agent_from_joining() {
        try (var machine = bed.machine("not-halted")) {
            bed.deliver(machine, APPROVED_AT_ONCE);
            succeeded(bed.joinAndHaltIn(machine, 1_000));
        }
    }

    @Test
    void a_process_that_was_killed_again_and_again_is_followed_by_one_that_completes_the_join() throws Exception {
        var delays = new Random(5).ints(8, 200, 1_800).toArray();
        try (var machine = bed.machine("killed-again")) {
            var token = bed.deliver(machine, APPROVED_AT_ONCE);
            var killed = 0;
            for (var delay : delays) {
                var process = machine.start(AgentBed.joinCommand());
                killed += process.waitFor(delay, TimeUnit.MILLISECONDS) ? 0 : 1;
                kill(machine, process);
            }
            assertThat(killed).isPositive();
            succeeded(bed.join(machine));

            bed.awaitReady("killed-again");
            assertThat(bed.requests(token)).hasSize(1);
            assertNothingIsLeftBehind(machine);
        }
    }

    @Test
    void a_process_that_was_killed_while_it_waited_is_followed_by_one_that_completes_the_join() throws Exception {
        try (var machine = bed.machine("killed")) {
            var token = bed.deliver(machine, APPROVED_BY_HAND);
            var process = machine.start(AgentBed.joinCommand());
            await().atMost(1, TimeUnit.MINUTES).until(() -> bed.requests(token).size() == 1);
            kill(machine, process);

            assertThat(machine.exists("/etc/kubernetes/kubelet.conf")).isFalse();
            bed.decide(bed.requests(token).getFirst(), "Approved", "go");
            var result = succeeded(bed.join(machine));

            assertThat(result.stdout()).contains("Found the certificate signing request");
            assertThat(bed.requests(token)).hasSize(1);
            bed.awaitReady("killed");
        }
    }

    private static void kill(Machine machine, Process process) throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        await().until(() -> machine.run("pgrep", "-x", "java").exitCode() == 1);
    }

    /** One pair, no file that is not whole, no credential of the bootstrap. */
    private static void assertNothingIsLeftBehind(Machine machine) {
        var files = machine.run("find", "/etc/kubernetes", "/var/lib/kubelet", "-type", "f", "-o", "-type", "l")
                .orThrow()
                .stdout()
                .lines()
                .toList();

        assertThat(files)
                .noneMatch(file -> file.endsWith(".nodejoin-tmp") || file.endsWith("bootstrap-kubelet.conf"))
                .filteredOn(file -> file.contains("/kubelet-client-2"))
                .hasSize(1);
    }

    private static CommandResult succeeded(CommandResult result) {
        assertThat(result.exitCode()).as(result.stdout() + result.stderr()).isZero();
        return result;
    }
}
