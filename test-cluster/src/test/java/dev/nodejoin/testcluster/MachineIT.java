package dev.nodejoin.testcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineIT {
    @TempDir
    private static Path hostFolder;

    private static TestCluster cluster;
    private static Machine machine;

    @BeforeAll
    static void start() throws IOException {
        assumeThat(TestCluster.unavailable()).isEmpty();
        Files.writeString(hostFolder.resolve("greeting"), "hello");
        cluster = TestCluster.builder().mount(hostFolder, "/opt/shown").start();
        machine = cluster.startMachine("worker");
    }

    @AfterAll
    static void stop() {
        if (cluster != null) cluster.close();
    }

    @Test
    void a_command_gets_its_input_and_environment_and_gives_output_error_and_exit_code() {
        var script = "cat; echo \"$COLOUR\" >&2; exit 7";
        var result = machine.run(
                Duration.ofSeconds(10),
                Map.of("COLOUR", "green"),
                "given".getBytes(StandardCharsets.UTF_8),
                List.of("sh", "-c", script));
        assertThat(result.stdout()).isEqualTo("given");
        assertThat(result.stderr()).isEqualTo("green\n");
        assertThat(result.exitCode()).isEqualTo(7);
    }

    @Test
    void a_command_that_does_not_exist_is_named() {
        var result = machine.run("no-such-command");
        assertThat(result.exitCode()).isEqualTo(127);
        assertThat(result.stderr()).contains("no-such-command");
    }

    @Test
    void a_command_that_takes_too_long_is_killed_with_its_children() {
        assertThatThrownBy(() -> machine.run(
                        Duration.ofSeconds(1), Map.of(), new byte[0], List.of("sh", "-c", "sleep 4711 & sleep 4711")))
                .hasMessageContaining("did not end within 1 seconds");
        await().untilAsserted(() ->
                assertThat(machine.run("pgrep", "-f", "sleep 4711").stdout()).isEmpty());
    }

    @Test
    void a_started_command_can_be_signalled() throws Exception {
        var process =
                machine.start(List.of("sh", "-c", "trap 'exit 42' TERM; echo ready; while :; do sleep 0.1; done"));
        assertThat(process.inputReader().readLine()).isEqualTo("ready");
        process.toHandle().destroy();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(42);
    }

    @Test
    void a_written_file_has_its_content_and_mode() {
        machine.write("/etc/kubernetes/deep/file", new byte[] {0, 1, (byte) 0xff}, "rw-r-----");
        assertThat(machine.exists("/etc/kubernetes/deep/file")).isTrue();
        assertThat(machine.read("/etc/kubernetes/deep/file")).containsExactly(0, 1, 0xff);
        assertThat(machine.run("stat", "-c", "%a", "/etc/kubernetes/deep/file").stdout())
                .isEqualTo("640\n");
    }

    @Test
    void a_file_that_is_not_there_cannot_be_read() {
        assertThat(machine.exists("/nowhere")).isFalse();
        assertThatThrownBy(() -> machine.read("/nowhere")).hasMessageContaining("/nowhere");
    }

    @Test
    void a_mounted_folder_of_this_host_is_visible_but_not_writable() {
        assertThat(machine.read("/opt/shown/greeting")).asString().isEqualTo("hello");
        assertThat(machine.run("touch", "/opt/shown/new").stderr()).contains("Read-only");
    }

    @Test
    void nothing_leads_from_a_machine_to_this_host() {
        assertThat(machine.run("getent", "hosts", "dl.k8s.io").succeeded()).isFalse();
        assertThat(machine.run("cat", "/proc/net/dev").stdout())
                .contains("eth0")
                .contains("lo");
        assertThat(machine.run("hostname").stdout()).isEqualTo("worker\n");
        assertThat(machine.exists(hostFolder.toString())).isFalse();
    }

    @Test
    void a_machine_sees_its_own_processes_only() {
        assertThat(machine.run("ps", "-e", "-o", "comm=").stdout())
                .contains("fakecri")
                .doesNotContain("java", "kube-apiserver");
    }

    @Test
    void a_second_machine_of_the_same_name_is_refused() {
        assertThatThrownBy(() -> cluster.startMachine("worker")).hasMessageContaining("worker is there already");
    }

    @Test
    void a_removed_machine_is_gone_and_its_name_is_free() {
        var first = cluster.startMachine("short-lived");
        first.write("/root/note", new byte[] {1}, "rw-------");
        first.close();
        assertThatThrownBy(() -> first.read("/root/note")).hasMessageContaining("short-lived");
        try (var second = cluster.startMachine("short-lived")) {
            assertThat(second.exists("/root/note")).isFalse();
            assertThat(second.address()).isNotEqualTo(first.address());
        }
    }

    @Test
    void the_api_server_is_reached_by_the_name_that_kubeadm_knows() {
        machine.run(Layout.BED_PROGRAM, "await", "tcp", cluster.internalEndpoint(), "5s")
                .orThrow();
    }
}
