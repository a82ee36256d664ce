package dev.nodejoin.testcluster.binaries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerTarballTest {
    private static final List<String> MISSING = List.of("kube-apiserver", "kubelet", "etcd", "fakecri");
    private static final Limits LIMITS = new Limits(Duration.ofSeconds(10), Duration.ofSeconds(20), 1 << 20);
    private static final Duration THREE_SECONDS_OR_SO = Duration.ofSeconds(4);

    @TempDir
    private Path home;

    private final List<String> announced = new ArrayList<>();
    private final byte[] tarball = new TarballBuilder()
            .folder("kubernetes/server/bin/")
            .file("kubernetes/server/bin/kube-apiserver", "the API server".repeat(5000))
            .file("kubernetes/server/bin/kube-scheduler", "nobody wants it")
            .file("kubernetes/LICENSES", "words")
            .file("kubernetes/server/bin/kubelet", "the kubelet")
            .build();
    private BinaryCache cache;
    private DownloadServer server;

    @BeforeEach
    void open() throws IOException {
        cache = new BinaryCache(Files.createDirectories(home.resolve("1.35.4")), "recipe");
        server = DownloadServer.start(tarball);
    }

    @AfterEach
    void close() {
        server.stop();
    }

    @Test
    void the_programs_that_are_missing_are_taken_out_of_it() throws IOException {
        fetch(MISSING);
        assertThat(cache.folder().resolve("kubelet")).content().isEqualTo("the kubelet");
        assertThat(cache.folder().resolve("kube-apiserver"))
                .isExecutable()
                .content()
                .startsWith("the API server");
        assertThat(cache.folder()).isDirectoryNotContaining("glob:**/kube-scheduler");
        assertThat(cache.missing()).doesNotContain("kubelet", "kube-apiserver");
        assertThat(cache.unfinished("server.tar.gz")).doesNotExist();
        assertThat(announced).anySatisfy(line -> assertThat(line).contains("100 %"));
    }

    @Test
    void nothing_is_downloaded_for_programs_that_are_not_in_it() {
        fetch(List.of("etcd", "fakecri"));
        assertThat(server.ranges()).isEmpty();
    }

    @Test
    void an_interrupted_download_goes_on_where_it_stopped() throws IOException {
        Files.write(cache.unfinished("server.tar.gz"), Arrays.copyOf(tarball, 100));
        fetch(MISSING);
        assertThat(server.ranges()).containsExactly("bytes=100-");
        assertThat(cache.folder().resolve("kubelet")).content().isEqualTo("the kubelet");
    }

    @Test
    void a_connection_that_breaks_is_taken_up_again() {
        server.breakOffAfter(60).breakOffAfter(60);
        fetch(MISSING);
        assertThat(server.ranges()).containsExactly("none", "bytes=60-", "bytes=120-");
    }

    @Test
    void a_server_that_knows_no_ranges_starts_from_the_beginning() throws IOException {
        Files.write(cache.unfinished("server.tar.gz"), Arrays.copyOf(tarball, 100));
        server.ignoreRanges();
        fetch(MISSING);
        assertThat(cache.missing()).doesNotContain("kubelet");
    }

    @Test
    void what_is_left_of_an_earlier_download_may_be_damaged() throws IOException {
        Files.write(cache.unfinished("server.tar.gz"), new byte[100]);
        fetch(MISSING);
        assertThat(server.ranges()).containsExactly("bytes=100-", "none");
        assertThat(cache.missing()).doesNotContain("kubelet");
    }

    @Test
    void what_is_left_of_an_earlier_download_may_be_too_long() throws IOException {
        Files.write(cache.unfinished("server.tar.gz"), new byte[tarball.length + 1]);
        fetch(MISSING);
        assertThat(cache.missing()).doesNotContain("kubelet");
    }

    @Test
    void a_tarball_with_another_sum_is_deleted_and_never_unpacked() {
        var pin = new TarballPin("v1.35.4/server.tar.gz", "12ab");
        assertThatThrownBy(() -> new ServerTarball(pin, server.base(), LIMITS, announced::add).fetch(MISSING, cache))
                .isInstanceOf(NoBinaries.class)
                .hasMessageContaining("v1.35.4/server.tar.gz cannot be had: its SHA-512 sum is ")
                .hasMessageEndingWith("but 12ab was expected");
        assertThat(home.resolve("1.35.4")).isEmptyDirectory();
        assertThat(server.ranges()).hasSize(1);
    }

    @Test
    void a_tarball_without_end_is_given_up() {
        var limits = new Limits(LIMITS.connecting(), LIMITS.silence(), 50);
        assertThatThrownBy(() -> new ServerTarball(pin(), server.base(), limits, announced::add).fetch(MISSING, cache))
                .hasMessageContaining("it has more than 50 bytes");
    }

    @Test
    void a_server_that_falls_silent_is_asked_again() {
        server.fallSilentAfter(60);
        var limits = new Limits(LIMITS.connecting(), Duration.ofSeconds(2), LIMITS.bytes());
        new ServerTarball(pin(), server.base(), limits, announced::add).fetch(MISSING, cache);
        assertThat(server.ranges()).containsExactly("none", "bytes=60-");
    }

    @Test
    void a_server_that_stays_silent_is_given_up() {
        var limits = new Limits(LIMITS.connecting(), Duration.ofMillis(100), LIMITS.bytes());
        var transfer = new Transfer(limits, new Percentage("it", 0, announced::add));
        assertThatThrownBy(() -> transfer.run(new Silence(), OutputStream.nullOutputStream(), 0))
                .hasMessage("nothing came for 0.1 seconds");
    }

    /** Nothing comes until it is closed. */
    private static final class Silence extends InputStream {
        private final CompletableFuture<Integer> end = new CompletableFuture<>();

        @Override
        public int read() {
            return end.join();
        }

        @Override
        public int read(byte[] bytes, int start, int length) {
            return read();
        }

        @Override
        public void close() {
            end.complete(-1);
        }
    }

    @Test
    void a_server_that_does_not_have_it_is_believed() {
        var elsewhere = new TarballPin("v1.35.4/other.tar.gz", "12ab");
        assertThatThrownBy(
                        () -> new ServerTarball(elsewhere, server.base(), LIMITS, announced::add).fetch(MISSING, cache))
                .hasMessageContaining("the server answers with status 404");
    }

    @Test
    void where_nobody_listens_the_way_is_given_up_at_once() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertGivenUpSoon(URI.create("http://127.0.0.1:" + port + "/"), "accepts no connection");
    }

    @Test
    void where_nobody_answers_to_connections_the_way_is_given_up_soon() {
        // TEST-NET-1 of RFC 5737: nobody has this address.
        assertGivenUpSoon(URI.create("http://192.0.2.1/"), "accepts no connection");
    }

    @Test
    void a_name_that_does_not_exist_is_given_up_soon() {
        // RFC 6761: no resolver knows it.
        assertGivenUpSoon(URI.create("https://downloads.invalid/"), "the address of downloads.invalid cannot be found");
    }

    private void assertGivenUpSoon(URI base, String reason) {
        var start = System.nanoTime();
        assertThatThrownBy(() -> new ServerTarball(pin(), base, Limits.USUAL, announced::add).fetch(MISSING, cache))
                .isInstanceOf(NoBinaries.class)
                .hasMessageContaining(reason);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(THREE_SECONDS_OR_SO);
    }

    @Test
    void downloads_can_come_from_a_mirror() {
        assertThat(ServerTarball.base(
                        new Environment(Map.of("NODEJOIN_KUBERNETES_DOWNLOADS", "https://mirror.example/k"))))
                .hasToString("https://mirror.example/k/");
        assertThat(ServerTarball.base(new Environment(Map.of()))).hasToString("https://dl.k8s.io/");
    }

    @Test
    void the_oldest_release_is_pinned_for_both_processors_and_the_newest_for_none() {
        assertThat(TarballPin.find(KubernetesVersion.DEFAULT, "amd64")
                        .orElseThrow()
                        .path())
                .isEqualTo("v1.35.4/kubernetes-server-linux-amd64.tar.gz");
        assertThat(TarballPin.find(KubernetesVersion.DEFAULT, "aarch64")
                        .orElseThrow()
                        .sha512())
                .startsWith("67187a2fe780")
                .hasSize(128);
        assertThat(TarballPin.find(new KubernetesVersion("1.37.2"), "amd64")).isEmpty();
        assertThat(TarballPin.find(KubernetesVersion.DEFAULT, "s390x")).isEmpty();
    }

    @Test
    void an_archive_that_ends_too_early_is_refused() throws IOException {
        var file = home.resolve("cut.tar.gz");
        Files.write(file, Arrays.copyOf(tarball, tarball.length - 30));
        assertThatCode(() -> {
                    try (var archive = TarArchive.ofGzip(file)) {
                        while (archive.next().isPresent()) archive.extract(home.resolve("out"), 1 << 20);
                    }
                })
                .isInstanceOf(IOException.class);
    }

    private void fetch(List<String> missing) {
        new ServerTarball(pin(), server.base(), LIMITS, announced::add).fetch(missing, cache);
    }

    private TarballPin pin() {
        return new TarballPin("v1.35.4/server.tar.gz", Checksum.SHA_512.of(tarball));
    }
}
