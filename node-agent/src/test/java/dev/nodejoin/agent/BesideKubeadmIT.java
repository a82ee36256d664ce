package dev.nodejoin.agent;

import static dev.nodejoin.agent.AgentBed.APPROVED_AT_ONCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nodejoin.protocol.pki.KubeletCertificatePair;
import dev.nodejoin.testcluster.CommandResult;
import dev.nodejoin.testcluster.Machine;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Workers that the agent and that real kubeadm joined, side by side in one cluster and one after the other on one machine. */
class BesideKubeadmIT {
    private static final String KEY = "/etc/kubernetes/nodejoin/node.key";
    private static final String CURRENT = "/var/lib/kubelet/pki/kubelet-client-current.pem";

    /**
     * A certificate begins five minutes before it is issued, and a kubelet asks for the next after 70 to 90 % of its life:
     * of one that ends 75 seconds later, at once or within 40.
     */
    private static final Duration LIFETIME = Duration.ofSeconds(75);

    private static final Duration LATEST_ROTATION = Duration.ofSeconds(70);

    @RegisterExtension
    static final AgentBed bed = new AgentBed(
            cluster -> cluster.controllerManagerArgument("cluster-signing-duration", LIFETIME.toSeconds() + "s"));

    @Test
    void both_workers_are_ready_renew_their_certificates_and_restart_with_them() {
        try (var ours = bed.machine("by-agent");
                var theirs = bed.machine("by-kubeadm")) {
            bed.deliver(theirs, APPROVED_AT_ONCE);
            AgentBed.joinByKubeadm(theirs).orThrow();
            var token = bed.deliver(ours, APPROVED_AT_ONCE);
            succeeded(bed.join(ours));
            bed.awaitReady("by-kubeadm");
            bed.awaitReady("by-agent");

            var machines = List.of(ours, theirs);
            var firstKey = pair(ours).key().publicKeyInfo();
            var first = machines.stream().map(BesideKubeadmIT::target).toList();
            await().atMost(LATEST_ROTATION)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> machines.stream().map(BesideKubeadmIT::target).noneMatch(first::contains));
            machines.forEach(BesideKubeadmIT::assertReportsAfterRestart);
            assertThat(pair(ours).key().publicKeyInfo()).isNotEqualTo(firstKey);

            succeeded(bed.join(ours));
            assertThat(bed.requests(token)).hasSize(1);
        }
    }

    /** The node's own key stays where it is through all of it: who pinned it shall find it again. */
    @Test
    void a_machine_that_one_joined_and_the_other_reset_can_be_joined_by_either() {
        try (var machine = bed.machine("shared")) {
            joinByAgent(machine);
            var key = machine.read(KEY);
            resetByKubeadm(machine);
            joinByAgent(machine);
            resetByKubeadm(machine);
            joinByKubeadm(machine);
            resetByAgent(machine);
            joinByKubeadm(machine);
            resetByAgent(machine);
            joinByAgent(machine);

            assertThat(machine.read(KEY)).isEqualTo(key);
        }
    }

    private static void joinByAgent(Machine machine) {
        bed.deliver(machine, APPROVED_AT_ONCE);
        succeeded(bed.join(machine));
        bed.awaitReady(machine.name());
    }

    private static void joinByKubeadm(Machine machine) {
        bed.deliver(machine, APPROVED_AT_ONCE);
        succeeded(AgentBed.joinByKubeadm(machine));
        bed.awaitReady(machine.name());
    }

    private static void resetByAgent(Machine machine) {
        succeeded(bed.reset(machine, "--force"));
        assertIsClean(machine);
    }

    private static void resetByKubeadm(Machine machine) {
        succeeded(machine.run("kubeadm", "reset", "--force"));
        assertIsClean(machine);
    }

    /** And its Node is gone, which no reset does: neither joins under the name of a Ready Node. */
    private static void assertIsClean(Machine machine) {
        assertThat(machine.run(
                                "find",
                                "/etc/kubernetes",
                                "/var/lib/kubelet",
                                "-type",
                                "f",
                                "-not",
                                "-path",
                                "*/nodejoin/*")
                        .orThrow()
                        .stdout())
                .isEmpty();
        bed.cluster().admin().nodes().withName(machine.name()).delete();
    }

    private static String target(Machine machine) {
        return machine.run("readlink", CURRENT).orThrow().stdout().strip();
    }

    private static KubeletCertificatePair pair(Machine machine) {
        return KubeletCertificatePair.parse(LeftOnDisk.text(machine, CURRENT));
    }

    /** A kubelet that starts has nothing but what is on the disk. */
    private static void assertReportsAfterRestart(Machine machine) {
        machine.run("systemctl", "restart", "kubelet").orThrow();
        var restarted = ZonedDateTime.now(ZoneOffset.UTC);

        await().atMost(Duration.ofMinutes(1)).until(() -> bed.hasReportedSince(restarted, machine.name()));
        bed.awaitReady(machine.name());
    }

    private static CommandResult succeeded(CommandResult result) {
        assertThat(result.exitCode()).as(result.stdout() + result.stderr()).isZero();
        return result;
    }
}
