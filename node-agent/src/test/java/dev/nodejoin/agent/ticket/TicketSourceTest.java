package dev.nodejoin.agent.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodejoin.agent.fixture.TestAuthority;
import dev.nodejoin.protocol.handoff.HandOff;
import dev.nodejoin.protocol.handoff.Ticket;
import dev.nodejoin.protocol.token.BootstrapToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicketSourceTest {
    private static final HandOff HAND_OFF = HandOff.of(
            "worker-1",
            "https://api.test:6443",
            TestAuthority.named("kubernetes").pem(),
            BootstrapToken.parse("abcdef.0123456789abcdef"),
            List.of());

    @TempDir
    private Path directory;

    private final TicketSource source = new TicketSource(InputStream.nullInputStream());

    @Test
    void a_directory_holds_files_named_like_the_secret_s_keys() throws IOException {
        for (var entry : HAND_OFF.data().entrySet()) {
            put(entry.getKey(), entry.getValue(), "rw-------");
        }

        assertThat(source.read(directory.toString()).nodeName()).contains("worker-1");
    }

    @Test
    void a_file_may_be_the_secret() throws IOException {
        put("secret.yaml", secret(), "rw-------");

        assertThat(read("secret.yaml").nodeName()).contains("worker-1");
    }

    @Test
    void a_file_may_be_the_kubeconfig() throws IOException {
        put("discovery.conf", HAND_OFF.kubeconfig().write(), "rw-------");

        assertThat(read("discovery.conf").kubeconfig().server()).isEqualTo("https://api.test:6443");
    }

    @Test
    void standard_input_will_do() {
        var input = new ByteArrayInputStream(secret().getBytes(StandardCharsets.UTF_8));

        assertThat(new TicketSource(input).read("-").nodeName()).contains("worker-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw--w----", "rw-----w-", "rw----r--"})
    void a_ticket_that_others_may_read_or_change_is_refused(String mode) throws IOException {
        put("discovery.conf", HAND_OFF.kubeconfig().write(), mode);

        assertThatThrownBy(() -> read("discovery.conf"))
                .isInstanceOf(TicketException.class)
                .hasMessageContaining("others may read or change the ticket")
                .hasMessageContaining("discovery.conf (mode %s): run chmod 600".formatted(mode));
        assertThatThrownBy(() -> source.read(directory.toString())).isInstanceOf(TicketException.class);
    }

    @Test
    void a_ticket_that_a_group_may_read_is_accepted() throws IOException {
        put("discovery.conf", HAND_OFF.kubeconfig().write(), "r--r-----");

        assertThat(read("discovery.conf").kubeconfig().server()).isEqualTo("https://api.test:6443");
    }

    @Test
    void a_directory_in_which_others_may_swap_files_is_refused() throws IOException {
        put("discovery.conf", HAND_OFF.kubeconfig().write(), "rw-------");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThatThrownBy(() -> source.read(directory.toString())).hasMessageContaining("run chmod 700");
    }

    @Test
    void a_ticket_that_is_not_there_is_named() {
        assertThatThrownBy(() -> source.read("/nowhere/ticket"))
                .isInstanceOf(TicketException.class)
                .hasMessage("there is no ticket at /nowhere/ticket");
    }

    @Test
    void an_empty_directory_is_no_ticket() {
        assertThatThrownBy(() -> source.read(directory.toString()))
                .isInstanceOf(TicketException.class)
                .hasMessageContaining("discovery.conf is missing");
    }

    @Test
    void a_ticket_of_endless_size_is_not_read_to_its_end() throws IOException {
        Files.write(directory.resolve("large"), new byte[Ticket.MAX_BYTES + 1]);
        Files.setPosixFilePermissions(directory.resolve("large"), PosixFilePermissions.fromString("rw-------"));

        assertThatThrownBy(() -> read("large")).hasMessageContaining("is larger than");
    }

    private Ticket read(String name) {
        return source.read(directory.resolve(name).toString());
    }

    private void put(String name, String content, String mode) throws IOException {
        var file = directory.resolve(name);
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static String secret() {
        return HAND_OFF.data().entrySet().stream()
                .map(entry -> "  %s: %s"
                        .formatted(
                                entry.getKey(),
                                Base64.getEncoder()
                                        .encodeToString(entry.getValue().getBytes(StandardCharsets.UTF_8))))
                .collect(Collectors.joining(
                        "\n", "apiVersion: v1\nkind: Secret\ntype: nodejoin.dev/hand-off\ndata:\n", "\n"));
    }
}
