package dev.nodejoin.agent;

import static dev.nodejoin.agent.AgentBed.APPROVED_AT_ONCE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.testcluster.CommandResult;
import dev.nodejoin.testcluster.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Joins in parts, joins that only look, and joins of machines that have their credentials already. */
class PhasesIT {
    private static final String KUBELET_CONF = "/etc/kubernetes/kubelet.conf";
    private static final String TEMPORARY = "/etc/kubernetes/tmp";

    /** What the kernel, the host's programs and this machine's services have; the rest is the machine's own. */
    private static final List<String> NOT_THE_MACHINE_S =
            List.of("/dev", "/proc", "/sys", "/opt", "/usr", "/tmp", "/var/log", "/run/containerd");

    @RegisterExtension
    static final AgentBed bed = new AgentBed();

    @Test
    void phase_by_phase_a_machine_becomes_a_ready_node() {
        try (var machine = bed.machine("in-parts")) {
            bed.deliver(machine, APPROVED_AT_ONCE);
            succeeded(bed.phase(machine, "preflight", "--ticket", AgentBed.TICKET));
            assertThat(machine.exists("/var/lib/kubelet/config.yaml")).isFalse();
            succeeded(bed.phase(machine, "kubelet-start", "--ticket", AgentBed.TICKET));
            assertThat(machine.exists(KUBELET_CONF)).isTrue();
            var last = succeeded(bed.phase(machine, "kubelet-wait-bootstrap"));

            assertThat(last.stdout()).contains("\nThis node has joined the cluster:\n");
            bed.awaitReady("in-parts");
        }
    }

    @Test
    void a_dry_run_changes_nothing_outside_its_directory() {
        try (var machine = bed.machine("looked-at")) {
            var token = bed.deliver(machine, APPROVED_AT_ONCE);
            var before = tree(machine);
            var result = succeeded(bed.join(machine, "--dry-run", "--ignore-preflight-errors=SystemVerification"));

            var after = tree(machine);
            var written = new TreeMap<>(after);
            written.keySet().removeAll(before.keySet());
            assertThat(written).allSatisfy((path, kind) -> assertThat(path).startsWith(TEMPORARY));
            after.keySet().removeAll(written.keySet());
            assertThat(after).isEqualTo(before);
            assertThat(written).containsEntry(TEMPORARY, "d 700");
            assertThat(written.keySet())
                    .anyMatch(path -> path.matches(TEMPORARY + "/kubeadm-join-dryrun\\d+/config.yaml"));
            assertThat(bed.requests(token)).isEmpty();
            assertThat(machine.systemctlCalls())
                    .filteredOn(call -> call.endsWith(" kubelet"))
                    .noneMatch(call -> call.matches("(stop|start|restart) .*"));
            assertThat(result.stdout())
                    .contains("[kubelet-start] Would start the kubelet")
                    .containsPattern("goes into \"" + TEMPORARY + "/kubeadm-join-dryrun\\d+\"")
                    .doesNotContain("has joined")
                    .doesNotContain(token.secret().reveal());
        }
    }

    @Test
    void a_dry_run_writes_where_kubeadm_s_variable_says() {
        try (var machine = bed.machine("looked-at-there")) {
            bed.deliver(machine, APPROVED_AT_ONCE);
            var command = new ArrayList<>(List.of("env", "KUBEADM_JOIN_DRYRUN_DIR=/root/look"));
            command.addAll(AgentBed.joinCommand("--dry-run", "--ignore-preflight-errors=SystemVerification"));
            succeeded(machine.run(command.toArray(String[]::new)));

            assertThat(new String(machine.read("/root/look/config.yaml"), UTF_8))
                    .contains("kind: KubeletConfiguration");
            assertThat(machine.exists(TEMPORARY)).isFalse();
        }
    }

    /** As kubeadm's own documentation has it: its kubeconfig is the node's way to the cluster and its credentials in one. */
    @Test
    void with_a_kubelet_conf_that_was_laid_down_a_machine_becomes_a_ready_node_without_asking_for_a_certificate() {
        try (var machine = bed.machine("laid-down")) {
            var laidDown = bed.cluster()
                    .controlPlane()
                    .run("kubeadm", "kubeconfig", "user", "--client-name=system:node:laid-down", "--org=system:nodes")
                    .orThrow()
                    .stdout();
            machine.write(KUBELET_CONF, laidDown.getBytes(UTF_8), "rw-------");
            var result = succeeded(bed.joinBy(
                    machine,
                    "--discovery-file",
                    KUBELET_CONF,
                    "--ignore-preflight-errors=SystemVerification,FileAvailable--etc-kubernetes-kubelet.conf"));

            assertThat(result.stdout()).doesNotContain("certificate signing request \"");
            assertThat(new String(machine.read(KUBELET_CONF), UTF_8)).isEqualTo(laidDown);
            assertThat(machine.exists("/etc/kubernetes/nodejoin/node.key")).isFalse();
            bed.awaitReady("laid-down");
        }
    }

    /** Path to kind and mode, and for files to size and time of change. */
    private static Map<String, String> tree(Machine machine) {
        var command = new ArrayList<>(List.of("find", "/"));
        NOT_THE_MACHINE_S.forEach(path -> command.addAll(List.of("-path", path, "-prune", "-o")));
        command.addAll(List.of("-type", "d", "-printf", "%p\\t%y %m\\n", "-o", "-printf", "%p\\t%y %m %s %T@ %l\\n"));
        var tree = new TreeMap<String, String>();
        machine.run(command.toArray(String[]::new))
                .orThrow()
                .stdout()
                .lines()
                .forEach(line ->
                        tree.put(line.substring(0, line.indexOf('\t')), line.substring(line.indexOf('\t') + 1)));
        return tree;
    }

    private static CommandResult succeeded(CommandResult result) {
        assertThat(result.exitCode()).as(result.stdout() + result.stderr()).isZero();
        return result;
    }
}
