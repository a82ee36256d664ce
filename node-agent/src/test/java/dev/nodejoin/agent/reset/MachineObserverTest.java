package dev.nodejoin.agent.reset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.agent.files.LocalNodeFiles;
import dev.nodejoin.agent.files.LocalNodeTree;
import dev.nodejoin.agent.files.NodeFiles;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineObserverTest {
    private static final String INSTANCE_CONFIG = "var/lib/kubelet/instance-config.yaml";

    @TempDir
    private Path root;

    @Test
    void an_empty_machine_has_nothing_but_kubeadm_s_default_socket() {
        assertThat(observed())
                .isEqualTo(new MachineState(
                        true, false, false, "unix:///var/run/containerd/containerd.sock", Set.of(), List.of()));
    }

    @Test
    void the_socket_of_the_command_line_comes_first_with_or_without_its_scheme() throws IOException {
        write(INSTANCE_CONFIG, "containerRuntimeEndpoint: \"unix:///run/cri.sock\"\n");

        assertThat(observed("/run/other.sock").criSocket()).isEqualTo("unix:///run/other.sock");
        assertThat(observed("unix:///run/other.sock").criSocket()).isEqualTo("unix:///run/other.sock");
    }

    @Test
    void the_socket_of_the_last_join_comes_next() throws IOException {
        write(INSTANCE_CONFIG, "kind: KubeletConfiguration\ncontainerRuntimeEndpoint: \"unix:///run/cri.sock\"\n");

        assertThat(observed().criSocket()).isEqualTo("unix:///run/cri.sock");
    }

    @Test
    void a_socket_that_is_there_comes_last() throws IOException {
        Files.createDirectories(root.resolve("var/run/crio"));
        try (var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(root.resolve("var/run/crio/crio.sock")));

            assertThat(observed().criSocket()).isEqualTo("unix:///var/run/crio/crio.sock");
        }
    }

    @Test
    void a_configuration_that_can_t_be_read_stops_no_reset() throws IOException {
        write(INSTANCE_CONFIG, "x".repeat(NodeFiles.LARGEST + 1));
        write("etc/kubernetes/manifests", "no directory");

        assertThat(observed().criSocket()).isEqualTo("unix:///var/run/containerd/containerd.sock");
    }

    @Test
    void manifests_of_a_control_plane_are_seen() throws IOException {
        write("etc/kubernetes/manifests/kube-apiserver.yaml", "");

        assertThat(observed().isControlPlane()).isTrue();
    }

    @Test
    void what_is_ours_and_what_is_half_written_is_seen() throws IOException {
        write("etc/kubernetes/nodejoin/node.key", "");
        write("etc/kubernetes/kubelet.conf.nodejoin-tmp", "");

        assertThat(observed().own()).containsExactly("node.key");
        assertThat(observed().leftovers()).containsExactly("/etc/kubernetes/kubelet.conf.nodejoin-tmp");
    }

    @Test
    void whoever_may_not_reset_the_machine_need_not_be_able_to_look_at_it() throws IOException {
        write("etc/kubernetes/nodejoin/node.key", "");
        var machine = new MachineObserver(new LocalNodeFiles(root), new LocalNodeTree(root))
                .observe(false, Optional.of("/run/cri.sock"));

        assertThat(machine.own()).isEmpty();
        assertThat(machine.criSocket()).isEqualTo("unix:///run/cri.sock");
    }

    private MachineState observed(String... criSocket) {
        return new MachineObserver(new LocalNodeFiles(root), new LocalNodeTree(root))
                .observe(true, Arrays.stream(criSocket).findFirst());
    }

    private void write(String path, String text) throws IOException {
        Files.createDirectories(root.resolve(path).resolveSibling("."));
        Files.writeString(root.resolve(path), text);
    }
}
