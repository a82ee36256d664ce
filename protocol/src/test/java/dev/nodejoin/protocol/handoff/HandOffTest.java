package dev.nodejoin.protocol.handoff;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.kubeadm.KubeletArgument;
import dev.nodejoin.protocol.kubeadm.NodeRegistration;
import dev.nodejoin.protocol.kubeadm.Taint;
import dev.nodejoin.protocol.kubeadm.Timeouts;
import dev.nodejoin.protocol.pki.CaPin;
import dev.nodejoin.protocol.pki.CertificateAuthority;
import dev.nodejoin.protocol.token.BootstrapToken;
import dev.nodejoin.protocol.yaml.Documents;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandOffTest {
    private static final CertificateAuthority AUTHORITY = CertificateAuthority.named("kubernetes");
    private static final BootstrapToken TOKEN = BootstrapToken.parse("07401b.f395accd246ae52d");
    private static final List<Taint> TAINTS = List.of(new Taint("nodejoin.dev/uninitialized", "", "NoSchedule"));
    private static final HandOff HAND_OFF =
            HandOff.of("worker-1", "https://api.example:6443", AUTHORITY.pem(), TOKEN, TAINTS);

    private static final MachineSettings SETTINGS = new MachineSettings(
            new NodeRegistration(
                    Optional.empty(),
                    Optional.of("unix:///run/x.sock"),
                    List.of(),
                    List.of(new KubeletArgument("v", "2"), new KubeletArgument("v", "4")),
                    List.of("swap"),
                    "Never",
                    false),
            List.of("preflight"),
            List.of(
                    KubeletPatch.parse("Merge", "maxPods: 5"),
                    KubeletPatch.parse("JSON", "- {op: remove, path: /maxPods}")),
            Timeouts.DEFAULTS);

    @Test
    void the_secret_has_these_keys() {
        assertThat(HAND_OFF.data())
                .containsOnlyKeys("ca.crt", "discovery.conf", "format", "join-configuration.yaml", "value")
                .containsEntry("format", "cloud-config")
                .containsEntry("ca.crt", AUTHORITY.pem());
    }

    @Test
    void the_join_configuration_is_what_kubeadm_expects() {
        assertThat(HAND_OFF.data()).containsEntry("join-configuration.yaml", """
                        apiVersion: kubeadm.k8s.io/v1beta4
                        discovery:
                          file:
                            kubeConfigPath: /etc/kubernetes/nodejoin/discovery.conf
                        kind: JoinConfiguration
                        nodeRegistration:
                          name: worker-1
                          taints:
                          - effect: NoSchedule
                            key: nodejoin.dev/uninitialized
                        """);
    }

    @Test
    void the_kubeconfig_carries_server_authorities_and_token() {
        var kubeconfig = HAND_OFF.kubeconfig();

        assertThat(kubeconfig.server()).isEqualTo("https://api.example:6443");
        assertThat(kubeconfig.caPem()).contains(AUTHORITY.pem());
        assertThat(kubeconfig.bootstrapToken()).contains(TOKEN);
        assertThat(HAND_OFF.data()).containsEntry("discovery.conf", kubeconfig.write());
    }

    @Test
    void the_user_data_puts_both_files_in_place_and_joins_without_a_shell() {
        var data = HAND_OFF.data();
        var value = data.getOrDefault("value", "");
        var config = Documents.single(value.getBytes(UTF_8), 4096).toTree();

        assertThat(value).startsWith("#cloud-config\n");
        assertThat(config.at("/runcmd/0").valueStream().map(JsonNode::textValue))
                .containsExactly("kubeadm", "join", "--config", "/etc/kubernetes/nodejoin/join-configuration.yaml");
        var files = config.at("/write_files");
        assertThat(files)
                .hasSize(2)
                .allMatch(file -> file.get("permissions").textValue().equals("0600"));
        assertThat(files.get(0).get("path").textValue()).isEqualTo("/etc/kubernetes/nodejoin/discovery.conf");
        assertThat(files.get(0).get("content").textValue()).isEqualTo(data.get("discovery.conf"));
        assertThat(files.get(1).get("path").textValue()).isEqualTo("/etc/kubernetes/nodejoin/join-configuration.yaml");
        assertThat(files.get(1).get("content").textValue()).isEqualTo(data.get("join-configuration.yaml"));
    }

    @Test
    void through_cluster_info_kubeadm_gets_the_token_and_pins_and_the_agent_its_kubeconfig() {
        var other = CertificateAuthority.named("next");
        var handOff = HandOff.of(
                        "worker-1", "https://api.example:6443", AUTHORITY.pem() + other.pem(), TOKEN, List.of())
                .withTrust(TrustSource.CLUSTER_INFO);

        assertThat(handOff.data()).containsEntry("join-configuration.yaml", """
                        apiVersion: kubeadm.k8s.io/v1beta4
                        discovery:
                          bootstrapToken:
                            apiServerEndpoint: api.example:6443
                            caCertHashes:
                            - %s
                            - %s
                            token: 07401b.f395accd246ae52d
                        kind: JoinConfiguration
                        nodeRegistration:
                          name: worker-1
                        """.formatted(
                        CaPin.of(AUTHORITY.certificate()), CaPin.of(other.certificate())));
        assertThat(handOff.data())
                .containsEntry("discovery.conf", handOff.kubeconfig().write());
        assertThat(handOff.kubeconfig().bootstrapToken()).contains(TOKEN);
    }

    @Test
    void through_cluster_info_the_user_data_holds_no_kubeconfig() {
        var value = HAND_OFF.withTrust(TrustSource.CLUSTER_INFO).data().getOrDefault("value", "");
        var config = Documents.single(value.getBytes(UTF_8), 4096).toTree();

        assertThat(config.at("/write_files")
                        .valueStream()
                        .map(file -> file.get("path").textValue()))
                .containsExactly("/etc/kubernetes/nodejoin/join-configuration.yaml");
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.example:6443, api.example:6443",
        "https://api.example:6443/, api.example:6443",
        "https://api.example, api.example:443",
        "https://10.0.0.1:6443, 10.0.0.1:6443",
        "https://[fd00::1]:6443, [fd00::1]:6443"
    })
    void a_token_finds_a_server_by_host_and_port(String url, String endpoint) {
        assertThat(new ApiServer(url).endpoint()).isEqualTo(endpoint);
    }

    @Test
    void a_token_finds_no_server_behind_a_path() {
        assertThatThrownBy(() -> new ApiServer("https://h/k8s/clusters/c-1").endpoint())
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("without a path");
    }

    @Test
    void what_the_machine_is_told_is_in_the_join_configuration_and_beside_it() {
        var handOff = HAND_OFF.withSettings(SETTINGS);

        assertThat(handOff.data())
                .containsEntry("kubelet-patch-0-merge.json", "{\"maxPods\":5}\n")
                .containsEntry("kubelet-patch-1-json.json", "[{\"op\":\"remove\",\"path\":\"/maxPods\"}]\n")
                .containsEntry("join-configuration.yaml", """
                        apiVersion: kubeadm.k8s.io/v1beta4
                        discovery:
                          file:
                            kubeConfigPath: /etc/kubernetes/nodejoin/discovery.conf
                        kind: JoinConfiguration
                        nodeRegistration:
                          criSocket: unix:///run/x.sock
                          ignorePreflightErrors:
                          - swap
                          imagePullPolicy: Never
                          imagePullSerial: false
                          kubeletExtraArgs:
                          - name: v
                            value: "2"
                          - name: v
                            value: "4"
                          name: worker-1
                          taints:
                          - effect: NoSchedule
                            key: nodejoin.dev/uninitialized
                        patches:
                          directory: /etc/kubernetes/nodejoin/patches
                        skipPhases:
                        - preflight
                        """);
    }

    @Test
    void the_user_data_puts_patches_where_kubeadm_looks_for_them() {
        var value = HAND_OFF.withSettings(SETTINGS).data().getOrDefault("value", "");
        var files = Documents.single(value.getBytes(UTF_8), 8192).toTree().at("/write_files");

        assertThat(files.valueStream().map(file -> file.get("path").textValue()))
                .containsExactly(
                        "/etc/kubernetes/nodejoin/discovery.conf",
                        "/etc/kubernetes/nodejoin/join-configuration.yaml",
                        "/etc/kubernetes/nodejoin/patches/kubeletconfiguration0+merge.json",
                        "/etc/kubernetes/nodejoin/patches/kubeletconfiguration1+json.json");
    }

    @Test
    void patches_reach_the_other_side_under_the_names_that_kubeadm_knows() {
        var files = new TreeMap<String, byte[]>();
        HAND_OFF.withSettings(SETTINGS).data().forEach((name, text) -> files.put(name, text.getBytes(UTF_8)));

        assertThat(Ticket.FILES).contains("kubelet-patch-0-merge.json", "kubelet-patch-7-strategic.json");
        assertThat(Ticket.fromFiles(files).patches())
                .containsExactly(
                        Map.entry("kubeletconfiguration0+merge.json", "{\"maxPods\":5}\n"),
                        Map.entry("kubeletconfiguration1+json.json", "[{\"op\":\"remove\",\"path\":\"/maxPods\"}]\n"));
    }

    @Test
    void the_user_data_fits_into_four_kibibytes_with_a_usual_authority() {
        assertThat(HAND_OFF.data().getOrDefault("value", "")).hasSizeLessThanOrEqualTo(4096);
    }

    @Test
    void a_new_authority_beside_the_old_one_travels_too() {
        var other = CertificateAuthority.named("next");
        var handOff = HandOff.of("w", "https://h", AUTHORITY.pem() + other.pem(), TOKEN, List.of());

        assertThat(handOff.data()).containsEntry("ca.crt", AUTHORITY.pem() + other.pem());
        assertThat(handOff.kubeconfig().caBundle().orElseThrow().certificates()).hasSize(2);
    }

    @Test
    void the_other_side_reads_what_this_side_writes() {
        var files = new TreeMap<String, byte[]>();
        HAND_OFF.data().forEach((name, text) -> files.put(name, text.getBytes(UTF_8)));
        var ticket = Ticket.fromFiles(files);

        assertThat(ticket.kubeconfig()).isEqualTo(HAND_OFF.kubeconfig());
        assertThat(ticket.joinConfiguration()).contains(HAND_OFF.joinConfiguration());
        assertThat(ticket.nodeName()).contains("worker-1");
    }

    @Test
    void nothing_prints_the_secret() {
        assertThat(HAND_OFF.toString()).contains("worker-1", "07401b").doesNotContain("f395");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "api.example:6443",
                "http://api.example:6443",
                "https://",
                "https://user:pass@api.example",
                "https://api.example?token=x",
                "https://api.example#x",
                "https://api.example:0",
                "https://api.example:70000",
                "https://a b",
                "https://api.example\nx",
                "file:///etc/passwd"
            })
    void a_server_that_is_no_plain_https_url_is_refused(String server) {
        assertThatThrownBy(() -> HandOff.of("w", server, AUTHORITY.pem(), TOKEN, List.of()))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("API server's URL")
                .hasMessageNotContaining("pass@");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://10.0.0.1:6443", "https://[fd00::1]:6443", "https://h", "https://h/k8s/clusters/c-1"})
    void usual_servers_are_accepted(String server) {
        assertThat(HandOff.of("w", server, AUTHORITY.pem(), TOKEN, List.of())
                        .kubeconfig()
                        .server())
                .isEqualTo(server);
    }

    @Test
    void a_name_or_bundle_that_can_not_be_used_is_refused() {
        assertThatThrownBy(() -> HandOff.of("W_1", "https://h", AUTHORITY.pem(), TOKEN, List.of()))
                .hasMessageContaining("node name");
        assertThatThrownBy(() -> HandOff.of("w", "https://h", "", TOKEN, List.of()))
                .hasMessageContaining("1 to 64 certificates");
    }
}
