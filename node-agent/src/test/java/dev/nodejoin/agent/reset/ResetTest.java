package dev.nodejoin.agent.reset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodejoin.agent.files.LocalNodeFiles;
import dev.nodejoin.agent.files.LocalNodeTree;
import dev.nodejoin.agent.kubelet.KubeletService;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The effects, on real files below a temporary root. */
class ResetTest {
    @TempDir
    private Path root;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> order = new ArrayList<>();
    private List<Path> mounted = List.of();
    private Optional<String> kubeletComplaint = Optional.empty();
    private Optional<String> mountComplaint = Optional.empty();

    @BeforeEach
    void aWorker() throws IOException {
        for (var path : List.of(
                "etc/kubernetes/kubelet.conf",
                "etc/kubernetes/kubelet.conf.nodejoin-tmp",
                "etc/kubernetes/pki/ca.crt",
                "etc/kubernetes/manifests/static.yaml",
                "etc/kubernetes/mine",
                "etc/kubernetes/tmp/backup",
                "etc/kubernetes/nodejoin/node.key",
                "etc/kubernetes/nodejoin/discovery.conf",
                "run/nodejoin/kubelet.process",
                "var/lib/kubelet/pki/kubelet-client.pem",
                "var/lib/kubelet/config.yaml")) {
            Files.createDirectories(root.resolve(path).resolveSibling("."));
            Files.writeString(root.resolve(path), "");
        }
        Files.writeString(
                root.resolve("var/lib/kubelet/instance-config.yaml"),
                "apiVersion: kubelet.config.k8s.io/v1beta1\ncontainerRuntimeEndpoint: \"unix:///run/cri.sock\"\n");
    }

    @Test
    void what_kubeadm_leaves_is_left_and_our_key() throws IOException {
        reset();

        assertThat(files())
                .containsExactly(
                        "etc/kubernetes/manifests/",
                        "etc/kubernetes/mine",
                        "etc/kubernetes/nodejoin/node.key",
                        "etc/kubernetes/pki/",
                        "etc/kubernetes/tmp/backup",
                        "run/nodejoin/",
                        "var/lib/kubelet/");
    }

    @Test
    void the_kubelet_stops_before_mounts_go_and_containers_after_them() throws IOException {
        mounted = List.of(root.resolve("var/lib/kubelet/pods/a"), root.resolve("var/lib/kubelet/pods"));
        try (var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            Files.createDirectories(root.resolve("run"));
            socket.bind(UnixDomainSocketAddress.of(root.resolve("run/cri.sock")));
            reset();
        }

        assertThat(order)
                .containsExactly(
                        "stop",
                        "unmount " + root.resolve("var/lib/kubelet/pods/a"),
                        "unmount " + root.resolve("var/lib/kubelet/pods"),
                        "remove pods of unix://" + root.resolve("run/cri.sock"));
    }

    @Test
    void a_mount_that_stays_ends_the_reset_before_a_file_is_deleted() throws IOException {
        mounted = List.of(root.resolve("var/lib/kubelet/pods/a"));
        mountComplaint = Optional.of("target is busy");

        assertThatThrownBy(this::reset)
                .isInstanceOf(ResetRefusedException.class)
                .hasMessageContaining("target is busy")
                .hasMessageContaining("no file was deleted");
        assertThat(files())
                .contains("var/lib/kubelet/config.yaml", "etc/kubernetes/kubelet.conf", "etc/kubernetes/pki/ca.crt");
    }

    @Test
    void a_kubelet_and_containers_that_do_not_stop_are_told_and_stop_nothing() throws IOException {
        kubeletComplaint = Optional.of("no systemctl");
        reset();

        assertThat(err.toString())
                .contains(
                        "[reset] WARNING: The kubelet service could not be stopped: no systemctl; make sure",
                        "[reset] WARNING: Failed to remove containers: no container runtime listens at"
                                + " unix:///run/cri.sock");
        assertThat(files()).contains("run/nodejoin/kubelet.process").doesNotContain("etc/kubernetes/kubelet.conf");
    }

    @Test
    void a_directory_that_can_t_be_emptied_is_told_and_the_rest_goes() throws IOException {
        new LocalNodeTree(root).delete("/etc/kubernetes/pki");
        Files.writeString(root.resolve("etc/kubernetes/pki"), "a file");
        reset();

        assertThat(err.toString()).contains("[reset] WARNING: cannot empty /etc/kubernetes/pki: NotDirectory");
        assertThat(files()).contains("var/lib/kubelet/").doesNotContain("etc/kubernetes/kubelet.conf");
    }

    @Test
    void a_second_reset_finds_nothing_to_do_and_ends_well() throws IOException {
        reset();
        var after = files();
        reset();

        assertThat(files()).isEqualTo(after);
    }

    @Test
    void a_link_to_somewhere_else_is_not_followed(@TempDir Path outside) throws IOException {
        Files.writeString(outside.resolve("precious"), "");
        Files.createSymbolicLink(root.resolve("var/lib/kubelet/pods"), outside);
        Files.createSymbolicLink(root.resolve("etc/kubernetes/admin.conf"), outside.resolve("precious"));
        reset();

        assertThat(outside.resolve("precious")).exists();
        assertThat(files()).contains("var/lib/kubelet/").doesNotContain("etc/kubernetes/admin.conf");
    }

    private void reset() {
        var files = new LocalNodeFiles(root);
        var tree = new LocalNodeTree(root);
        var asked = new ResetOrder(true, false, ResetPlan.CERTIFICATES, false, false, Set.of(), Set.of());
        var steps = ResetPlan.of(asked, new MachineObserver(files, tree).observe(true, Optional.empty()));
        new Reset(files, tree, List.of(new StoppingKubelet()), new Table(), this::removePods, console()).run(steps);
    }

    private Optional<String> removePods(String endpoint) {
        order.add("remove pods of " + endpoint);
        return Optional.empty();
    }

    private ResetConsole console() {
        return new ResetConsole(
                new ByteArrayInputStream("".getBytes(UTF_8)), new PrintWriter(out), new PrintWriter(err));
    }

    /** Files, links and empty directories. */
    private List<String> files() throws IOException {
        try (var all = Files.walk(root)) {
            return all.filter(path -> !path.equals(root))
                    .filter(path -> !Files.isDirectory(path) || isEmpty(path))
                    .map(path -> root.relativize(path) + (Files.isDirectory(path) ? "/" : ""))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isEmpty(Path directory) {
        return directory.toFile().list().length == 0;
    }

    private final class StoppingKubelet implements KubeletService {
        @Override
        public Optional<String> stop() {
            order.add("stop");
            return kubeletComplaint;
        }

        @Override
        public Optional<String> start(List<String> flags) {
            throw new AssertionError("a reset starts nothing");
        }

        @Override
        public Optional<String> endedEarly() {
            return Optional.empty();
        }

        @Override
        public boolean isRunning() {
            return false;
        }

        @Override
        public boolean isResolvedActive() {
            return false;
        }
    }

    private final class Table implements Mounts {
        @Override
        public List<Path> below(Path directory) {
            return mounted;
        }

        @Override
        public Optional<String> unmount(Path mount) {
            order.add("unmount " + mount);
            return mountComplaint;
        }
    }
}
