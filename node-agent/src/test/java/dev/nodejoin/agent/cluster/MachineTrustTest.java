package dev.nodejoin.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodejoin.agent.fixture.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTrustTest {
    @TempDir
    private Path root;

    @Test
    void the_certificates_of_the_first_file_that_is_there_are_trusted() throws IOException {
        var debian = TestAuthority.named("debian");
        var more = TestAuthority.named("more");
        write("etc/ssl/cert.pem", TestAuthority.named("last").pem());
        write("etc/ssl/certs/ca-certificates.crt", "# a comment\n" + debian.pem() + "\n# another\n" + more.pem());

        assertThat(new MachineTrust(root).certificates())
                .containsExactly(
                        debian.bundle().certificates().getFirst(),
                        more.bundle().certificates().getFirst());
    }

    @Test
    void a_machine_without_certificates_trusts_nobody() {
        assertThat(new MachineTrust(root).certificates()).isEmpty();
    }

    @Test
    void a_file_that_holds_something_else_is_told() throws IOException {
        write("etc/ssl/cert.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

        assertThatThrownBy(() -> new MachineTrust(root).certificates())
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("etc/ssl/cert.pem can't be read");
    }

    private void write(String path, String text) throws IOException {
        var file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
