package dev.nodejoin.testcluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class KubeconfigsTest {
    private static final String KUBECONFIG = """
            apiVersion: v1
            kind: Config
            clusters:
            - name: kubernetes
              cluster: {server: "https://api.nodejoin.test:6443", certificate-authority-data: Q0E=}
            contexts:
            - name: admin
              context: {cluster: kubernetes, user: admin}
            current-context: admin
            users:
            - name: admin
              user: {client-certificate-data: Q0VSVA==, client-key-data: S0VZ}
            """;

    @Test
    void the_same_credentials_are_good_at_another_address() {
        var moved = Kubeconfigs.at(URI.create("https://127.0.0.1:4711"), KUBECONFIG);
        assertThat(moved).contains("https://127.0.0.1:4711", "S0VZ", "Q0E=").doesNotContain("api.nodejoin.test");
    }

    @Test
    void a_token_replaces_the_certificate() {
        var account = Kubeconfigs.withToken(KUBECONFIG, "ci", "secret-token");
        assertThat(account).contains("secret-token", "Q0E=").doesNotContain("S0VZ", "Q0VSVA==");
        var config = Kubeconfigs.config(account);
        assertThat(config.getAutoOAuthToken()).isEqualTo("secret-token");
        assertThat(config.getMasterUrl()).startsWith("https://api.nodejoin.test:6443");
    }
}
