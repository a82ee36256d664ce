package dev.nodejoin.protocol.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.SecretText;
import dev.nodejoin.protocol.token.BootstrapToken;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubeconfigTest {
    private static final BootstrapToken TOKEN = BootstrapToken.parse("07401b.f395accd246ae52d");
    private static final String SERVER = "https://10.0.0.1:6443";

    @Test
    void the_kubelets_own_kubeconfig_is_byte_for_byte_what_client_go_writes() {
        assertThat(Kubeconfig.kubelet(SERVER, "ca\n", "/var/lib/kubelet/pki/kubelet-client-current.pem")
                        .write())
                .isEqualTo("""
                        apiVersion: v1
                        clusters:
                        - cluster:
                            certificate-authority-data: Y2EK
                            server: https://10.0.0.1:6443
                          name: default-cluster
                        contexts:
                        - context:
                            cluster: default-cluster
                            namespace: default
                            user: default-auth
                          name: default-context
                        current-context: default-context
                        kind: Config
                        users:
                        - name: default-auth
                          user:
                            client-certificate: /var/lib/kubelet/pki/kubelet-client-current.pem
                            client-key: /var/lib/kubelet/pki/kubelet-client-current.pem
                        """);
    }

    @Test
    void the_bootstrap_kubeconfig_is_byte_for_byte_what_kubeadm_writes() {
        assertThat(Kubeconfig.bootstrap("prod", SERVER, "ca\n", TOKEN).write()).isEqualTo("""
                        apiVersion: v1
                        clusters:
                        - cluster:
                            certificate-authority-data: Y2EK
                            server: https://10.0.0.1:6443
                          name: prod
                        contexts:
                        - context:
                            cluster: prod
                            user: tls-bootstrap-token-user
                          name: tls-bootstrap-token-user@kubernetes
                        current-context: tls-bootstrap-token-user@kubernetes
                        kind: Config
                        users:
                        - name: tls-bootstrap-token-user
                          user:
                            token: 07401b.f395accd246ae52d
                        """);
    }

    @Test
    void a_token_that_looks_like_a_number_is_quoted_and_read_back() {
        var config = Kubeconfig.discovery(SERVER, "ca\n", BootstrapToken.parse("123456.0123456789012345"));

        assertThat(config.write()).contains("token: \"123456.0123456789012345\"");
        assertThat(Kubeconfig.parse(config.write())).isEqualTo(config);
    }

    @Test
    void an_empty_kubeconfig_is_written_as_client_go_does() {
        assertThat(new Kubeconfig(List.of(), List.of(), List.of(), "").write()).isEqualTo("""
                        apiVersion: v1
                        clusters: null
                        contexts: null
                        current-context: ""
                        kind: Config
                        users: null
                        """);
    }

    @Test
    void every_field_of_the_model_is_read_and_written() {
        var text = """
                apiVersion: v1
                clusters:
                - cluster:
                    certificate-authority: /etc/ca.crt
                    insecure-skip-tls-verify: true
                    proxy-url: http://proxy:3128
                    server: https://h:6443
                    tls-server-name: kubernetes
                  name: a
                contexts:
                - context:
                    cluster: a
                    namespace: ns
                    user: u
                  name: c
                current-context: c
                kind: Config
                users:
                - name: u
                  user:
                    client-certificate-data: Yw==
                    client-key-data: aw==
                    password: p
                    tokenFile: /t
                    username: u
                """;

        assertThat(Kubeconfig.parse(text).write()).isEqualTo(text);
    }

    @Test
    void json_and_unknown_fields_are_read() {
        var config = Kubeconfig.parse("""
                {"clusters": [{"name": "k", "cluster": {"server": "https://h", "later": 1}}], "preferences": {},
                 "contexts": [{"name": "c", "context": {"cluster": "k", "user": "u"}}], "current-context": "c",
                 "users": [{"name": "u", "user": {"token": "t"}}], "extensions": []}
                """);

        assertThat(config.server()).isEqualTo("https://h");
        assertThat(config.token()).contains(new SecretText("t"));
    }

    @Test
    void the_accessors_follow_the_current_context() {
        var config = Kubeconfig.discovery(SERVER, "ca\n", TOKEN);

        assertThat(config.server()).isEqualTo(SERVER);
        assertThat(config.caPem()).contains("ca\n");
        assertThat(config.bootstrapToken()).contains(TOKEN);
        assertThat(config.currentUser().orElseThrow().hasCredentials()).isTrue();
    }

    @Test
    void a_cluster_without_name_wins_over_the_current_context() {
        var config = new Kubeconfig(
                List.of(Cluster.of("k", "https://current", "x"), Cluster.of("", "https://unnamed", "x")),
                List.of(Context.of("c", "k", "u")),
                List.of(),
                "c");

        assertThat(config.server()).isEqualTo("https://unnamed");
    }

    @Test
    void a_current_context_that_leads_nowhere_is_refused() {
        var config = new Kubeconfig(
                List.of(Cluster.of("k", SERVER, "x")), List.of(Context.of("c", "other", "u")), List.of(), "c");

        assertThatThrownBy(config::currentCluster)
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("current-context");
        assertThat(config.currentUser()).isEmpty();
        assertThat(config.token()).isEmpty();
    }

    @Test
    void renaming_keeps_the_current_cluster_alone() {
        var config = new Kubeconfig(
                List.of(Cluster.of("k", SERVER, "x"), Cluster.of("spare", "https://spare", "x")),
                List.of(Context.of("c", "k", "u"), Context.of("d", "spare", "u")),
                List.of(User.withToken("u", new SecretText("t"))),
                "c");

        var renamed = config.withClusterName("prod");

        assertThat(renamed.clusters()).containsExactly(Cluster.of("prod", SERVER, "x"));
        assertThat(renamed.contexts()).containsExactly(Context.of("c", "prod", "u"), Context.of("d", "spare", "u"));
        assertThat(renamed.token()).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{token: t} | true",
                "{tokenFile: /t} | true",
                "{username: u} | false",
                "{username: u, password: p} | true",
                "{client-certificate: c} | false",
                "{client-certificate: c, client-key-data: aw==} | true",
                "{exec: {command: x}} | true",
                "{auth-provider: {name: x}} | true",
                "{token: ''} | false",
                "{} | false"
            })
    void credentials_are_recognized_as_kubeadm_does(String user, boolean hasCredentials) {
        var config = Kubeconfig.parse("users: [{name: u, user: %s}]".formatted(user));

        assertThat(config.users().getFirst().hasCredentials()).isEqualTo(hasCredentials);
    }

    @ParameterizedTest
    @ValueSource(strings = {"exec", "auth-provider"})
    void a_program_that_provides_credentials_is_noticed_and_not_written(String plugin) {
        var config = Kubeconfig.parse("users: [{name: u, user: {%s: {command: rm}}}]".formatted(plugin));

        assertThat(config.users().getFirst().plugin()).contains(plugin);
        assertThat(config.write()).doesNotContain("rm");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kind: Secret | kind must be Config",
                "apiVersion: v2 | apiVersion must be v1",
                "clusters: {} | clusters must be a list",
                "clusters: [{name: k, cluster: {server: 5}}] | clusters[0].cluster.server must be text",
                "clusters: [{cluster: {certificate-authority-data: '!'}}] | clusters[0].cluster.certificate-authority-data is not base64",
                "users: [{name: u}, {name: u}] | users have a name twice",
                "'' | exactly one",
                "[] | not a mapping"
            })
    void a_malformed_kubeconfig_is_refused_with_the_field(String text, String complaint) {
        assertThatThrownBy(() -> Kubeconfig.parse(text))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void an_unquoted_token_that_is_a_number_is_named_and_not_repeated() {
        assertThatThrownBy(() -> Kubeconfig.parse("users: [{name: u, user: {token: 123456.0123456789012345}}]"))
                .hasMessageContaining("users[0].user.token must be text")
                .hasMessageContaining("quotes")
                .hasMessageNotContaining("1234");
    }

    @Test
    void nothing_prints_a_secret() {
        var config = Kubeconfig.parse(
                "users: [{name: u, user: {token: sesame, password: sesame, client-key-data: c2VzYW1l}}]");

        assertThat(config.toString()).doesNotContain("sesame");
    }

    @Property
    void whatever_is_written_is_read_back(
            @ForAll String cluster, @ForAll String server, @ForAll byte[] ca, @ForAll long seed) {
        var pem = "x" + new String(ca, StandardCharsets.ISO_8859_1);
        var config = Kubeconfig.bootstrap(cluster, server, pem, BootstrapToken.random(new Random(seed)));

        assertThat(Kubeconfig.parse(config.write())).isEqualTo(config);
    }

    @Property
    void any_bytes_are_read_or_malformed(@ForAll byte[] bytes) {
        try {
            assertThat(Kubeconfig.parse(bytes).write()).isNotEmpty();
        } catch (MalformedInputException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    @Test
    void a_giant_is_refused_unread() {
        assertThatThrownBy(() -> Kubeconfig.parse(new byte[Kubeconfig.MAX_BYTES + 1]))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("at most 1048576");
    }

    @Test
    void a_cluster_without_server_is_refused_when_it_is_asked_for() {
        var config = new Kubeconfig(
                List.of(new Cluster(
                        "", "", Optional.empty(), Optional.empty(), Optional.empty(), false, Optional.empty())),
                List.of(),
                List.of(),
                "");

        assertThatThrownBy(config::server).hasMessageContaining("no server");
    }
}
