package dev.nodejoin.agent;

import static dev.nodejoin.agent.AgentBed.APPROVED_AT_ONCE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nodejoin.testcluster.CommandResult;
import dev.nodejoin.testcluster.Machine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Resets by the agent and by real kubeadm, of machines that either of them joined. */
class ResetIT {
    private static final String KEY = "/etc/kubernetes/nodejoin/node.key";

    @RegisterExtension
    static final AgentBed bed = new AgentBed();

    @Test
    void after_a_join_by_the_agent_both_resets_leave_the_same() {
        try (var ours = bed.machine("agent-agent");
                var theirs = bed.machine("agent-kubeadm")) {
            for (var machine : List.of(ours, theirs)) {
                bed.deliver(machine, APPROVED_AT_ONCE);
                bed.join(machine).orThrow();
                addTraces(machine);
            }
            assertBothLeaveTheSame(ours, theirs);
            assertThat(names(ours, "/etc/kubernetes/nodejoin")).containsExactly("node.key");
        }
    }

    @Test
    void after_a_join_by_kubeadm_both_resets_leave_the_same() {
        try (var ours = bed.machine("kubeadm-agent");
                var theirs = bed.machine("kubeadm-kubeadm")) {
            for (var machine : List.of(ours, theirs)) {
                bed.deliver(machine, APPROVED_AT_ONCE);
                AgentBed.joinByKubeadm(machine).orThrow();
                addTraces(machine);
            }
            assertBothLeaveTheSame(ours, theirs);
            assertThat(ours.exists("/etc/kubernetes/nodejoin")).isFalse();
        }
    }

    @Test
    void a_machine_that_was_reset_joins_again_with_its_key_and_gets_ready() {
        try (var machine = bed.machine("returning")) {
            bed.deliver(machine, APPROVED_AT_ONCE);
            bed.join(machine).orThrow();
            bed.awaitReady("returning");
            var key = machine.read(KEY);
            succeeded(bed.reset(machine, "--force"));
            assertThat(machine.read(KEY)).isEqualTo(key);
            var old = node("returning");
            bed.cluster().admin().nodes().withName("returning").delete();

            bed.deliver(machine, APPROVED_AT_ONCE);
            bed.join(machine).orThrow();
            assertThat(bed.awaitReady("returning").getMetadata().getUid()).isNotEqualTo(old);
            assertThat(machine.read(KEY)).isEqualTo(key);
        }
    }

    @Test
    void a_kubelet_that_a_command_started_is_stopped_too() {
        try (var machine = bed.machine("commanded")) {
            bed.deliver(machine, APPROVED_AT_ONCE);
            bed.join(
                            machine,
                            "--kubelet-command",
                            "--",
                            "setsid",
                            "kubelet",
                            "--kubeconfig=/etc/kubernetes/kubelet.conf",
                            "--config=/var/lib/kubelet/config.yaml")
                    .orThrow();
            succeeded(bed.reset(machine, "--force"));

            assertStopped(machine);
            assertThat(names(machine, "/var/lib/kubelet")).isEmpty();
        }
    }

    @Test
    void a_no_and_a_dry_run_leave_the_node_running() {
        try (var machine = bed.machine("hesitant")) {
            bed.deliver(machine, APPROVED_AT_ONCE);
            bed.join(machine).orThrow();
            bed.awaitReady("hesitant");
            var before = tree(machine);
            var no = bed.reset(machine);
            var rehearsal = bed.reset(machine, "--dry-run");

            assertThat(no.exitCode()).isEqualTo(1);
            assertThat(no.stderr()).contains("there is no answer on standard input");
            assertThat(kubeadmReset(machine).exitCode()).isEqualTo(no.exitCode());
            assertThat(rehearsal.exitCode()).isZero();
            assertThat(rehearsal.stdout().lines().filter(line -> line.startsWith("[dryrun]")))
                    .startsWith(kubeadmReset(machine, "--dry-run")
                            .stdout()
                            .lines()
                            .filter(line -> line.startsWith("[dryrun]"))
                            .filter(line -> !line.contains("contents of directories"))
                            .limit(3)
                            .toArray(String[]::new));
            assertThat(tree(machine)).containsAll(before);
            assertThat(machine.run("pgrep", "-x", "kubelet").exitCode()).isZero();
        }
    }

    @Test
    void a_mount_that_is_in_use_ends_the_reset_as_it_ends_kubeadm_s() throws Exception {
        try (var machine = bed.machine("busy")) {
            bed.deliver(machine, APPROVED_AT_ONCE);
            bed.join(machine).orThrow();
            addTraces(machine);
            var user =
                    machine.start(List.of("sh", "-c", "cd /var/lib/kubelet/pods/a/volumes/v && echo in && sleep 600"));
            assertThat(user.getInputStream().read()).isEqualTo('i');
            var kubeadm = kubeadmReset(machine, "--force");
            var agent = bed.reset(machine, "--force");

            assertThat(agent.exitCode()).isEqualTo(kubeadm.exitCode()).isEqualTo(1);
            assertThat(agent.stderr()).contains("error: can't unmount what is mounted below /var/lib/kubelet: ");
            assertThat(machine.exists("/var/lib/kubelet/pods/a/volumes/v/data")).isTrue();
            assertThat(machine.exists("/etc/kubernetes/kubelet.conf")).isTrue();
            user.destroyForcibly();
        }
    }

    /** kubeadm takes the outer one first, and ends with an error. */
    @Test
    void mounts_in_mounts_are_taken_away_inner_ones_first() {
        try (var machine = bed.machine("nested")) {
            machine.run("sh", "-ec", """
                            mkdir -p /var/lib/kubelet/outer
                            mount -t tmpfs outer /var/lib/kubelet/outer
                            mkdir '/var/lib/kubelet/outer/in side'
                            mount -t tmpfs inner '/var/lib/kubelet/outer/in side'
                            """).orThrow();
            assertThat(kubeadmReset(machine, "--force").exitCode()).isEqualTo(1);
            succeeded(bed.reset(machine, "--force"));

            assertThat(mounts(machine)).isEmpty();
            assertThat(names(machine, "/var/lib/kubelet")).isEmpty();
        }
    }

    private static void assertBothLeaveTheSame(Machine ours, Machine theirs) {
        assertThat(mounts(ours)).isNotEmpty();
        var agent = succeeded(bed.reset(ours, "--force"));
        var kubeadm = succeeded(kubeadmReset(theirs, "--force"));

        assertThat(tree(ours)).isEqualTo(tree(theirs)).contains("/etc/kubernetes/mine f 644 ");
        assertThat(mounts(ours)).isEqualTo(mounts(theirs)).isEmpty();
        assertStopped(ours);
        assertThat(ours.systemctlCalls()).endsWith("stop kubelet");
        assertThat(agent.stdout()).contains(resetLines(kubeadm));
    }

    private static List<String> resetLines(CommandResult kubeadm) {
        return kubeadm.stdout()
                .lines()
                .filter(line -> line.startsWith("[reset]") || line.startsWith("[preflight]"))
                .toList();
    }

    /** What a node that did some work has: a mount, manifests, and files that are nobody's business. */
    private static void addTraces(Machine machine) {
        machine.run("sh", "-ec", """
                        mkdir -p /var/lib/kubelet/pods/a/volumes/v /etc/kubernetes/tmp/backup
                        mount -t tmpfs volume /var/lib/kubelet/pods/a/volumes/v
                        touch /var/lib/kubelet/pods/a/volumes/v/data
                        mkdir -p /etc/kubernetes/manifests
                        touch /etc/kubernetes/manifests/static.yaml.disabled /etc/kubernetes/mine
                        touch /etc/kubernetes/admin.conf /root/precious
                        chmod 644 /etc/kubernetes/mine
                        ln -s /root/precious /var/lib/kubelet/link
                        ln -s /root /var/lib/kubelet/folder
                        """).orThrow();
    }

    private static CommandResult kubeadmReset(Machine machine, String... more) {
        var command = new ArrayList<>(List.of("kubeadm", "reset"));
        command.addAll(List.of(more));
        return machine.run(command.toArray(String[]::new));
    }

    private static CommandResult succeeded(CommandResult result) {
        assertThat(result.exitCode()).as(result.stdout() + result.stderr()).isZero();
        return result;
    }

    private static void assertStopped(Machine machine) {
        await().untilAsserted(() ->
                assertThat(machine.run("pgrep", "-x", "kubelet").exitCode()).isEqualTo(1));
    }

    /** Everything but our own directory: path, type, mode and target of a link. */
    private static List<String> tree(Machine machine) {
        return machine.run(
                        "find", "/etc/kubernetes", "/var/lib/kubelet", "/etc/cni", "/root", "-printf", "%p %y %m %l\n")
                .stdout()
                .lines()
                .filter(line -> !line.contains("/nodejoin"))
                .sorted()
                .toList();
    }

    private static List<String> mounts(Machine machine) {
        return new String(machine.read("/proc/self/mounts"), UTF_8)
                .lines()
                .filter(line -> line.contains("/var/lib/kubelet"))
                .toList();
    }

    private static List<String> names(Machine machine, String directory) {
        return machine.run("ls", "-A", directory).orThrow().stdout().lines().toList();
    }

    private static String node(String name) {
        return bed.cluster().admin().nodes().withName(name).get().getMetadata().getUid();
    }
}
