package dev.nodejoin.testcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Node;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KubeadmJoinIT {
    private static TestCluster cluster;

    @BeforeAll
    static void start() {
        assumeThat(TestCluster.unavailable()).isEmpty();
        cluster = TestCluster.start();
    }

    @AfterAll
    static void stop() {
        if (cluster != null) cluster.close();
    }

    @Test
    void a_machine_that_kubeadm_joins_becomes_a_ready_node() {
        try (var machine = cluster.startMachine("joined")) {
            join(machine);
            var node = cluster.admin()
                    .nodes()
                    .withName("joined")
                    .waitUntilCondition(KubeadmJoinIT::isReady, 60, TimeUnit.SECONDS);
            assertThat(node.getStatus().getNodeInfo().getKubeletVersion()).isEqualTo("v" + cluster.kubernetesVersion());
            assertThat(node.getStatus().getAddresses())
                    .extracting(address -> address.getAddress())
                    .contains(machine.address());
            listening(cluster.controlPlane(), machine.address() + ":10250");
        }
    }

    @Test
    void the_calls_of_systemctl_are_logged_in_kubeadms_order() {
        try (var machine = cluster.startMachine("logged")) {
            join(machine);
            assertThat(machine.systemctlCalls())
                    .containsSubsequence("status kubelet", "is-enabled kubelet", "daemon-reload", "restart kubelet");
        }
    }

    @Test
    void a_restarted_kubelet_is_another_process_and_healthy_again() {
        try (var machine = cluster.startMachine("restarted")) {
            join(machine);
            var before = kubelet(machine);
            machine.run("systemctl", "restart", "kubelet").orThrow();
            assertThat(kubelet(machine)).isNotEmpty().isNotEqualTo(before);
            listening(machine, "127.0.0.1:10248");
        }
    }

    @Test
    void a_kubelet_that_dies_is_started_again() {
        try (var machine = cluster.startMachine("revived")) {
            join(machine);
            var before = kubelet(machine);
            machine.run("kill", "-9", before).orThrow();
            await().untilAsserted(
                            () -> assertThat(kubelet(machine)).isNotEmpty().isNotEqualTo(before));
        }
    }

    @Test
    void a_reset_machine_can_join_again() {
        try (var machine = cluster.startMachine("returning")) {
            join(machine);
            machine.run("kubeadm", "reset", "--force").orThrow();
            cluster.admin().nodes().withName("returning").delete();
            join(machine);
        }
    }

    private static void join(Machine machine) {
        machine.run(cluster.joinCommand().toArray(String[]::new)).orThrow();
    }

    private static void listening(Machine machine, String address) {
        machine.run(Layout.BED_PROGRAM, "await", "tcp", address, "30s").orThrow();
    }

    private static String kubelet(Machine machine) {
        return machine.run("pgrep", "-x", "kubelet").stdout().strip();
    }

    private static boolean isReady(Node node) {
        return node != null
                && node.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Ready")
                                && condition.getStatus().equals("True"));
    }
}
