package dev.nodejoin.agent.cri;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sockets behind which no container runtime is; a real one answers in the tests with machines. */
class RuntimeServiceTest {
    @TempDir
    private Path folder;

    @Test
    void a_socket_that_is_not_there_can_t_be_connected_to() {
        assertThatThrownBy(() -> RuntimeService.connect(folder.resolve("none.sock")))
                .isInstanceOf(CriException.class)
                .hasMessageContaining("No such file or directory");
    }

    @Test
    void a_server_that_says_nothing_is_waited_for_two_seconds() throws IOException {
        try (var _ = serve(connection -> {})) {
            assertThatThrownBy(() -> RuntimeService.connect(socket()))
                    .isInstanceOf(CriException.class)
                    .hasMessage("no answer within 2 s");
        }
    }

    @Test
    void a_server_that_hangs_up_is_none() throws IOException {
        try (var _ = serve(RuntimeServiceTest::hangUp)) {
            assertThatThrownBy(() -> RuntimeService.connect(socket())).isInstanceOf(CriException.class);
        }
    }

    @Test
    void a_server_that_speaks_something_else_is_none() throws IOException {
        try (var _ = serve(connection -> say(connection, "220 mail.example ESMTP\r\n"))) {
            assertThatThrownBy(() -> RuntimeService.connect(socket())).isInstanceOf(CriException.class);
        }
    }

    @Test
    void a_call_that_is_given_up_takes_its_connection_with_it_and_the_next_has_another() throws IOException {
        try (var server = new ScriptedRuntime(socket(), method -> !method.endsWith("Status"));
                var runtime = RuntimeService.connect(socket())) {
            assertThatThrownBy(runtime::conditions).hasMessage("no answer within 2 s");
            assertThat(runtime.ids()).isEmpty();

            assertThat(server.calls()).containsExactly("1 Version", "1 Status", "2 ListPodSandbox");
            assertThat(server.ended()).as("first connection").succeedsWithin(Duration.ofSeconds(5));
        }
    }

    @Test
    void how_long_an_answer_was_waited_for_is_told_to_the_millisecond_below_a_second() throws IOException {
        try (var _ = new ScriptedRuntime(socket(), method -> !method.endsWith("StopPodSandbox"));
                var runtime = RuntimeService.connect(socket())) {
            assertThatThrownBy(() -> runtime.stop("aaa", Duration.ofMillis(40))).hasMessage("no answer within 40 ms");
            assertThatThrownBy(() -> runtime.stop("aaa", Duration.ofSeconds(1))).hasMessage("no answer within 1 s");
        }
    }

    private Path socket() {
        return folder.resolve("cri.sock");
    }

    private ServerSocketChannel serve(Consumer<SocketChannel> answer) throws IOException {
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket()));
        Thread.ofVirtual().start(() -> accept(server, answer));
        return server;
    }

    private static void accept(ServerSocketChannel server, Consumer<SocketChannel> answer) {
        try {
            answer.accept(server.accept());
        } catch (IOException closed) {
            // the test is over
        }
    }

    private static void hangUp(SocketChannel connection) {
        try {
            connection.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void say(SocketChannel connection, String text) {
        try {
            connection.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
