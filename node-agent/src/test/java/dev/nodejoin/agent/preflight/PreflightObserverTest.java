package dev.nodejoin.agent.preflight;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.agent.files.LocalNodeFiles;
import dev.nodejoin.agent.fixture.FakeClock;
import dev.nodejoin.agent.fixture.MemoryFiles;
import dev.nodejoin.agent.fixture.ScriptedCluster;
import dev.nodejoin.agent.fixture.ScriptedKubelet;
import dev.nodejoin.agent.fixture.TestAuthority;
import dev.nodejoin.agent.plan.KubeletRelease;
import dev.nodejoin.agent.preflight.MachineFacts.RuntimeFacts;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine made of files. What can only be asked of a running system is asked in the tests with machines. */
class PreflightObserverTest {
    private static final List<String> SOME_COMMAND = List.of("/usr/local/bin/start-it");

    @TempDir
    private Path root;

    private final Map<String, String> environment =
            new HashMap<>(Map.of("PATH", "/usr/bin::relative:/sbin", "HOME", "/root"));
    private final OrderBuilder order = new OrderBuilder();

    @BeforeEach
    void makeMachine() throws IOException {
        write("/proc/sys/kernel/osrelease", "6.12.3-generic\n");
        write("/proc/sys/kernel/ostype", "Linux\n");
        write("/proc/mounts", "cgroup2 /sys/fs/cgroup cgroup2 rw 0 0\n");
        write("/sys/fs/cgroup/cgroup.controllers", "cpu memory\n");
        order.nodeName = "localhost";
    }

    private void write(String path, String text) throws IOException {
        var file = root.resolve(path.substring(1));
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void program(String path, String permissions) throws IOException {
        write(path, "");
        Files.setPosixFilePermissions(root.resolve(path.substring(1)), PosixFilePermissions.fromString(permissions));
    }

    private MachineFacts observe() {
        var kubelet = new ScriptedKubelet(
                new MemoryFiles(), new ScriptedCluster(TestAuthority.named("kubernetes"), new FakeClock()));
        var node = root.resolve("node");
        return new PreflightObserver(root, environment, node, new LocalNodeFiles(node), SOME_COMMAND, kubelet)
                .observe(order.build());
    }

    @Test
    void files_of_an_earlier_join_are_looked_for_below_the_node_s_root() throws IOException {
        write("/etc/kubernetes/kubelet.conf", "of this system");
        write("/node/etc/kubernetes/kubelet.conf", "of the node");
        write("/node/etc/kubernetes/pki/ca.crt", "authorities");

        assertThat(observe().files().keySet())
                .containsExactlyInAnyOrder("/etc/kubernetes/kubelet.conf", "/etc/kubernetes/pki/ca.crt");
        assertThat(observe().files())
                .hasEntrySatisfying(
                        "/etc/kubernetes/kubelet.conf",
                        file -> assertThat(file.content()).isEqualTo("of the node"));
    }

    @Test
    void only_programs_that_can_be_run_are_on_the_path() throws IOException {
        program("/usr/bin/mount", "rwxr-xr-x");
        program("/sbin/losetup", "rw-r--r--");
        program("/relative/cp", "rwxr-xr-x");

        assertThat(observe().missingPrograms()).containsExactlyInAnyOrder("losetup", "cp");
    }

    @Test
    void the_kernel_is_described_by_its_files() throws IOException {
        write("/boot/config-6.12.3-generic", "CONFIG_INET=y\n");
        write("/proc/cgroups", "cpu 0 1 1\n");

        var kernel = observe().kernel();

        assertThat(kernel.system()).isEqualTo("Linux");
        assertThat(kernel.release()).isEqualTo("6.12.3-generic");
        assertThat(kernel.config()).isEqualTo(new KernelFacts.Config.Found(List.of("CONFIG_INET=y")));
        assertThat(kernel.controllers()).contains("cpu memory\n");
        assertThat(kernel.cgroups()).contains("cpu 0 1 1\n");
        assertThat(kernel.hasMemoryHierarchy()).isFalse();
    }

    @Test
    void the_kernel_s_own_copy_of_its_configuration_comes_first() throws IOException {
        write("/boot/config-6.12.3-generic", "CONFIG_INET=y\n");
        try (var output = new GZIPOutputStream(Files.newOutputStream(root.resolve("proc/config.gz")))) {
            output.write("CONFIG_MEMCG=m\n".getBytes(UTF_8));
        }

        assertThat(observe().kernel().config()).isEqualTo(new KernelFacts.Config.Found(List.of("CONFIG_MEMCG=m")));
    }

    @Test
    void a_kernel_without_a_configuration_says_where_it_was_looked_for() {
        assertThat(observe().kernel().config())
                .isInstanceOfSatisfying(
                        KernelFacts.Config.Missing.class,
                        missing ->
                                assertThat(missing.why()).contains("/proc/config.gz", "/boot/config-6.12.3-generic"));
    }

    @Test
    void cgroups_can_be_frozen_where_any_has_the_file() throws IOException {
        assertThat(observe().kernel().canFreeze()).isFalse();

        write("/sys/fs/cgroup/system.slice/cgroup.freeze", "0\n");
        assertThat(observe().kernel().canFreeze()).isTrue();
    }

    @Test
    void swap_forwarding_and_proxies_are_taken_down_as_they_are() throws IOException {
        write("/proc/swaps", "heading\n");
        write("/proc/sys/net/ipv4/ip_forward", "0\n");
        environment.putAll(Map.of("https_proxy", "http://proxy:1", "NO_PROXY", "*"));

        var facts = observe();

        assertThat(facts.swaps()).contains("heading\n");
        assertThat(facts.forwarding()).isEqualTo(Map.of("/proc/sys/net/ipv4/ip_forward", "0\n"));
        assertThat(facts.environment()).isEqualTo(Map.of("https_proxy", "http://proxy:1", "NO_PROXY", "*"));
    }

    @Test
    void where_a_command_starts_the_kubelet_neither_service_nor_version_is_asked_for() {
        assertThat(observe().unit()).isEqualTo(Optional.empty());
        assertThat(observe().kubelet()).isEqualTo(new KubeletRelease.NotAsked());
    }

    @Test
    void a_runtime_that_is_not_there_is_unreachable() {
        assertThat(observe().runtime())
                .isInstanceOfSatisfying(
                        RuntimeFacts.Unreachable.class,
                        unreachable -> assertThat(unreachable.why()).contains("No such file"));
    }

    @Test
    void a_port_that_someone_listens_on_is_taken() throws IOException {
        try (var socket = new ServerSocket(0)) {
            assertThat(KubeletProbe.isFree(socket.getLocalPort())).isFalse();
        }
    }
}
