package dev.nodejoin.agent.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodejoin.agent.plan.FileMode;
import dev.nodejoin.agent.plan.FileOnDisk;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalNodeFilesTest {
    @TempDir
    private Path root;

    private NodeFiles files;

    @BeforeEach
    void onTheRoot() {
        files = new LocalNodeFiles(root);
    }

    @Test
    void what_was_written_is_read_with_its_mode() {
        files.write("/etc/kubernetes/kubelet.conf", "äöü", FileMode.PRIVATE);

        assertThat(files.read("/etc/kubernetes/kubelet.conf")).contains(new FileOnDisk("äöü", "rw-------"));
    }

    @Test
    void directories_get_the_modes_that_kubeadm_gives_them() throws IOException {
        files.write("/var/lib/kubelet/pki/a", "", FileMode.PRIVATE);
        files.write("/etc/kubernetes/nodejoin/b", "", FileMode.PRIVATE);

        assertThat(mode("var/lib/kubelet")).isEqualTo("rwx------");
        assertThat(mode("var/lib/kubelet/pki")).isEqualTo("rwxr-xr-x");
        assertThat(mode("etc/kubernetes")).isEqualTo("rwxr-xr-x");
        assertThat(mode("etc/kubernetes/nodejoin")).isEqualTo("rwx------");
    }

    @Test
    void a_directory_that_is_there_keeps_its_mode() throws IOException {
        Files.createDirectories(root.resolve("var/lib/kubelet"));
        Files.setPosixFilePermissions(root.resolve("var/lib/kubelet"), PosixFilePermissions.fromString("rwxr-x---"));
        files.write("/var/lib/kubelet/config.yaml", "", FileMode.PUBLIC);

        assertThat(mode("var/lib/kubelet")).isEqualTo("rwxr-x---");
    }

    @Test
    void a_temporary_file_that_a_killed_run_left_is_taken_over() throws IOException {
        files.write("/a", "old", FileMode.PUBLIC);
        Files.writeString(root.resolve("a.nodejoin-tmp"), "half of something");
        files.write("/a", "new", FileMode.PRIVATE);

        assertThat(files.read("/a")).contains(new FileOnDisk("new", "rw-------"));
        assertThat(root.resolve("a.nodejoin-tmp")).doesNotExist();
    }

    @Test
    void a_link_that_somebody_put_in_the_place_of_a_temporary_file_is_not_followed() throws IOException {
        Files.writeString(root.resolve("precious"), "precious");
        Files.createSymbolicLink(root.resolve("a.nodejoin-tmp"), root.resolve("precious"));
        files.write("/a", "new", FileMode.PRIVATE);

        assertThat(root.resolve("precious")).hasContent("precious");
    }

    @Test
    void an_absolute_link_is_meant_as_seen_on_the_node() throws IOException {
        files.write("/var/lib/kubelet/pki/pair.pem", "pair", FileMode.PRIVATE);
        files.link("/var/lib/kubelet/pki/current.pem", "/var/lib/kubelet/pki/pair.pem");

        assertThat(Files.readSymbolicLink(root.resolve("var/lib/kubelet/pki/current.pem")))
                .isEqualTo(Path.of("/var/lib/kubelet/pki/pair.pem"));
        assertThat(files.read("/var/lib/kubelet/pki/current.pem").orElseThrow().content())
                .isEqualTo("pair");
    }

    @Test
    void a_directory_that_is_a_link_leads_to_where_it_leads_on_the_node() throws IOException {
        Files.createDirectories(root.resolve("data/kubelet"));
        Files.createDirectories(root.resolve("var/lib"));
        Files.createSymbolicLink(root.resolve("var/lib/kubelet"), Path.of("/data/kubelet"));
        files.write("/var/lib/kubelet/config.yaml", "here", FileMode.PUBLIC);

        assertThat(root.resolve("data/kubelet/config.yaml")).hasContent("here");
        assertThat(files.read("/var/lib/kubelet/config.yaml").orElseThrow().content())
                .isEqualTo("here");
    }

    @Test
    void no_link_leads_out_of_the_root() throws IOException {
        Files.createDirectories(root.resolve("etc"));
        Files.createSymbolicLink(root.resolve("etc/kubernetes"), Path.of("../../../../../../../../../../tmp"));
        files.write("/etc/kubernetes/kubelet.conf", "inside", FileMode.PRIVATE);

        assertThat(root.resolve("tmp/kubelet.conf")).hasContent("inside");
    }

    @Test
    void a_link_replaces_a_link() {
        files.write("/one", "1", FileMode.PRIVATE);
        files.write("/two", "2", FileMode.PRIVATE);
        files.link("/current", "/one");
        files.link("/current", "/two");

        assertThat(files.read("/current").orElseThrow().content()).isEqualTo("2");
    }

    @Test
    void a_dangling_link_reads_as_nothing() {
        files.link("/current", "/nowhere");

        assertThat(files.read("/current")).isEmpty();
    }

    @Test
    void links_in_a_circle_are_an_error_not_an_endless_loop() {
        files.link("/a", "/b");
        files.link("/b", "/a");

        assertThatThrownBy(() -> files.read("/a"))
                .isInstanceOf(NodeFileException.class)
                .hasMessageContaining("/a");
    }

    @Test
    void a_file_beyond_the_limit_is_not_read() throws IOException {
        Files.write(root.resolve("large"), new byte[NodeFiles.LARGEST + 1]);

        assertThatThrownBy(() -> files.read("/large")).hasMessageContaining("/large is larger than");
    }

    @Test
    void a_write_that_fails_names_path_and_reason() throws IOException {
        Files.createDirectories(root.resolve("etc/kubernetes/kubelet.conf/x"));

        assertThatThrownBy(() -> files.write("/etc/kubernetes/kubelet.conf", "", FileMode.PRIVATE))
                .isInstanceOf(NodeFileException.class)
                .hasMessageStartingWith("cannot write /etc/kubernetes/kubelet.conf: ");
    }

    @Test
    void removing_what_is_not_there_is_fine() {
        files.remove("/nowhere");

        assertThat(files.read("/nowhere")).isEmpty();
    }

    @Test
    void a_socket_counts_while_somebody_listens_on_it() throws IOException {
        files.write("/file", "", FileMode.PUBLIC);
        try (var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(root.resolve("socket")));

            assertThat(files.isListening("/socket")).isTrue();
        }
        assertThat(root.resolve("socket")).exists();
        assertThat(files.isListening("/socket")).isFalse();
        assertThat(files.isListening("/file")).isFalse();
        assertThat(files.isListening("/nowhere")).isFalse();
    }

    @Test
    void two_runs_do_not_work_on_one_node_at_a_time() {
        try (var _ = NodeLock.take(root)) {
            assertThatThrownBy(() -> NodeLock.take(root))
                    .isInstanceOf(NodeFileException.class)
                    .hasMessageContaining("another node-agent is at work");
        }
        NodeLock.take(root).close();
    }

    /** A shared lock of anybody who may read would keep every join out. */
    @Test
    void nobody_else_can_hold_the_lock() throws IOException {
        NodeLock.take(root).close();

        assertThat(mode("run")).isEqualTo("rwxr-xr-x");
        assertThat(mode("run/nodejoin")).isEqualTo("rwx------");
        assertThat(mode("run/nodejoin/lock")).isEqualTo("rw-------");
    }

    @Test
    void a_lock_that_everybody_could_read_is_closed_to_them() throws IOException {
        var own = Files.createDirectories(root.resolve("run/nodejoin"));
        var lock = Files.createFile(own.resolve("lock"));
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(lock, PosixFilePermissions.fromString("rw-r--r--"));
        NodeLock.take(root).close();

        assertThat(mode("run/nodejoin")).isEqualTo("rwx------");
        assertThat(mode("run/nodejoin/lock")).isEqualTo("rw-------");
    }

    @Test
    void the_root_itself_may_be_missing() {
        NodeLock.take(root.resolve("new/root")).close();

        assertThat(root.resolve("new/root/run/nodejoin/lock")).exists();
    }

    private String mode(String directory) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(directory)));
    }
}
