package dev.nodejoin.operator.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the real program starts, fails to start, and ends. */
final class ProgramIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private OperatorBed bed;

    @TempDir
    private Path folder;

    @BeforeEach
    void setUp() {
        bed = OperatorBed.shared();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 50, 150, 300, 600, 1000, 1500})
    void sigterm_during_the_start_ends_cleanly(int milliseconds) throws Exception {
        var port = freePort();
        try (var program = start(bed.cluster().server().toString(), port)) {
            awaitListening(port);
            TimeUnit.MILLISECONDS.sleep(milliseconds);
            assertEndsCleanly(program);
        }
    }

    @Test
    void sigterm_during_a_start_that_hangs_ends_cleanly() throws Exception {
        var port = freePort();
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var program = start("https://127.0.0.1:" + silent.getLocalPort(), port)) {
            awaitListening(port);
            TimeUnit.MILLISECONDS.sleep(500);
            assertEndsCleanly(program);
            assertThat(program.said("operator started")).isFalse();
        }
    }

    @Test
    void sigterm_while_it_works_ends_cleanly() throws Exception {
        try (var program = start(bed.cluster().server().toString(), 0).awaitStarted()) {
            assertEndsCleanly(program);
            assertThat(program.said("operator stops")).isTrue();
        }
    }

    private static void assertEndsCleanly(OperatorProgram program) {
        assertThat(program.terminate().awaitExit()).as(program.output()).isZero();
        assertThat(program.error()).isEmpty();
    }

    @Test
    void a_port_in_use_is_one_line() throws Exception {
        try (var taken = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var program = start(bed.cluster().server().toString(), taken.getLocalPort())) {
            assertThat(program.awaitExit()).isEqualTo(1);
            assertThat(program.error().lines())
                    .singleElement()
                    .asString()
                    .startsWith("error: can't serve health and metrics on")
                    .contains("http.port", "" + taken.getLocalPort());
        }
    }

    @Test
    void an_api_server_that_is_not_there_is_one_line() throws Exception {
        var nobody = "https://127.0.0.1:" + freePort();
        try (var program = start(nobody, 0)) {
            assertThat(program.awaitExit()).isEqualTo(1);
            assertThat(program.error().lines())
                    .singleElement()
                    .asString()
                    .startsWith("error: can't start: ")
                    .contains(nobody);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--nope            | --nope",
                "--http-port=many  | --http-port",
                "--http-port=70000 | http.port",
                "--log-level=verbose | logLevel is verbose; it must be one of trace, debug, info, warn, error",
                "--namespaces=     | namespaces",
                "--config=missing.yaml | missing.yaml",
                "--kubeconfig=missing  | kubeconfig missing"
            })
    void a_wrong_flag_is_one_line_that_names_it(String flag, String named) {
        assertRefused(named, flag);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "namespace: [nodejoin]    | unknown key namespace",
                "http: {port: many}       | key http.port",
                "logLevel: verbose        | logLevel is verbose",
                "namespaces: []           | namespaces is empty",
                "{                        | no configuration in YAML"
            })
    void a_wrong_key_in_the_file_is_one_line_that_names_file_and_key(String yaml, String named) throws IOException {
        var file = Files.writeString(folder.resolve("operator.yaml"), yaml);
        assertRefused(file + ": " + named, "--config=" + file);
    }

    @Test
    void a_file_that_is_too_large_is_not_read() throws IOException {
        var file = Files.write(
                folder.resolve("operator.yaml"), "#".repeat((1 << 20) + 1).getBytes(UTF_8));
        assertRefused(file + ": larger than a configuration may be", "--config=" + file);
    }

    @Test
    void a_malformed_kubeconfig_is_one_line_that_names_it() throws IOException {
        var file = Files.writeString(folder.resolve("kubeconfig"), "users: [");
        assertRefused("kubeconfig " + file, "--kubeconfig=" + file);
    }

    private void assertRefused(String named, String... arguments) {
        try (var program = OperatorProgram.start(folder, arguments)) {
            assertThat(program.awaitExit()).as(program.output()).isEqualTo(2);
            assertThat(program.error().lines())
                    .singleElement()
                    .asString()
                    .startsWith("error: ")
                    .contains(named);
            assertThat(program.output()).isEmpty();
        }
    }

    private OperatorProgram start(String server, int port) throws IOException {
        var kubeconfig = OperatorBed.operatorKubeconfig(bed.cluster())
                .replace(bed.cluster().server().toString(), server);
        var file = Files.writeString(folder.resolve("operator.kubeconfig"), kubeconfig);
        return OperatorProgram.start(folder, "--kubeconfig=" + file, "--http-address=127.0.0.1", "--http-port=" + port);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitListening(int port) {
        await("health to be served")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> {
                    new Socket(InetAddress.getLoopbackAddress(), port).close();
                    return true;
                });
    }
}
