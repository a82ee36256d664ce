package dev.nodejoin.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nodejoin.agent.plan.ExitCode;
import dev.nodejoin.protocol.kubeconfig.Cluster;
import dev.nodejoin.protocol.kubeconfig.Context;
import dev.nodejoin.protocol.kubeconfig.Kubeconfig;
import dev.nodejoin.testcluster.CommandResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Joins by kubeadm's own flags, against a real control plane, beside a real {@code kubeadm join}. */
class DiscoveryJoinIT {
    private static final String PIN = "--discovery-token-ca-cert-hash";
    private static final String SKIP = "--discovery-token-unsafe-skip-ca-verification";
    private static final List<String> FILES = List.of(
            "/etc/kubernetes/kubelet.conf",
            "/etc/kubernetes/pki/ca.crt",
            "/var/lib/kubelet/instance-config.yaml",
            "/var/lib/kubelet/kubeadm-flags.env");

    @RegisterExtension
    static final AgentBed bed = new AgentBed();

    private static String endpoint;
    private static String token;
    private static String pin;

    @BeforeAll
    static void start() {
        var command = bed.cluster().joinCommand();
        endpoint = command.get(2);
        token = command.get(command.indexOf("--token") + 1);
        pin = command.get(command.indexOf(PIN) + 1);
    }

    @Test
    void token_and_pin_make_the_node_that_kubeadm_makes_with_them() {
        try (var ours = bed.machine("by-flags");
                var theirs = bed.machine("by-kubeadm")) {
            var result = succeeded(bed.joinBy(ours, endpoint, "--token", token, PIN, pin));
            theirs.run(
                            Duration.ofMinutes(2),
                            Map.of(),
                            new byte[0],
                            bed.cluster().joinCommand())
                    .orThrow();

            bed.awaitReady("by-flags");
            bed.awaitReady("by-kubeadm");
            assertThat(result.stdout()).contains("\nThis node has joined the cluster:\n");
            assertThat(result.stdout() + result.stderr()).doesNotContain(token.substring(7));
            for (var file : FILES) {
                assertThat(LeftOnDisk.text(ours, file)).as(file).isEqualTo(LeftOnDisk.text(theirs, file));
            }
            assertThat(LeftOnDisk.configuration(ours)).isEqualTo(LeftOnDisk.configuration(theirs));
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(LeftOnDisk.tree(ours)).isEqualTo(LeftOnDisk.tree(theirs)));
            assertThat(ours.exists("/etc/kubernetes/bootstrap-kubelet.conf")).isFalse();
        }
    }

    @Test
    void without_a_pin_a_node_joins_with_a_warning() {
        try (var machine = bed.machine("unpinned")) {
            var result = succeeded(bed.joinBy(machine, endpoint, "--token", token, SKIP));

            bed.awaitReady("unpinned");
            assertThat(result.stderr()).contains("[discovery] WARNING: the cluster's CA is believed");
        }
    }

    @Test
    void a_discovery_file_without_credentials_and_a_bootstrap_token_make_a_node() {
        try (var machine = bed.machine("by-file")) {
            machine.write("/root/cluster.conf", withoutCredentials().getBytes(UTF_8), "rw-r--r--");
            succeeded(bed.joinBy(machine, "--discovery-file", "/root/cluster.conf", "--tls-bootstrap-token", token));

            bed.awaitReady("by-file");
        }
    }

    @Test
    void a_join_configuration_makes_the_node_that_it_describes() {
        try (var machine = bed.machine("by-config")) {
            machine.write("/root/join.yaml", """
                    apiVersion: kubeadm.k8s.io/v1beta4
                    kind: JoinConfiguration
                    discovery:
                      bootstrapToken:
                        apiServerEndpoint: %s
                        token: %s
                        caCertHashes: ["%s"]
                    nodeRegistration:
                      name: configured
                      taints:
                      - {key: example.com/edge, effect: NoSchedule}
                    """.formatted(endpoint, token, pin).getBytes(UTF_8), "rw-------");
            succeeded(bed.joinBy(machine, "--config", "/root/join.yaml"));

            assertThat(bed.awaitReady("configured").getSpec().getTaints())
                    .anySatisfy(taint -> assertThat(taint.getKey()).isEqualTo("example.com/edge"));
        }
    }

    @Test
    void what_is_wrong_with_token_pin_or_address_is_one_sentence_with_its_exit_code() {
        try (var machine = bed.machine("astray")) {
            var secret = token.endsWith("0") ? "1" : "0";
            var wrong = token.substring(0, token.length() - 1) + secret;
            failed(
                    bed.joinBy(machine, endpoint, "--token", wrong, PIN, pin),
                    ExitCode.TOKEN_WRONG,
                    "its secret is wrong");
            failed(
                    bed.joinBy(machine, endpoint, "--token", token, PIN, "sha256:" + "00".repeat(32)),
                    ExitCode.PIN_MISMATCH,
                    "they have: " + pin);
            failed(
                    bed.joinBy(
                            machine,
                            endpoint,
                            "--token",
                            "zzzzzz.0123456789abcdef",
                            PIN,
                            pin,
                            "--discovery-timeout",
                            "1s"),
                    ExitCode.TOKEN_UNKNOWN,
                    "no signature for token id zzzzzz");
            failed(
                    bed.joinBy(
                            machine,
                            endpoint.replace(":6443", ":1"),
                            "--token",
                            token,
                            PIN,
                            pin,
                            "--discovery-timeout",
                            "1s"),
                    ExitCode.UNREACHABLE,
                    "can't be reached: connection refused");
            failed(
                    bed.joinBy(
                            machine,
                            endpoint,
                            "--discovery-token",
                            token,
                            "--tls-bootstrap-token",
                            "zzzzzz.0123456789abcdef",
                            PIN,
                            pin),
                    ExitCode.REFUSED,
                    "does not know the bootstrap token: it is wrong, expired or revoked");
            assertThat(machine.exists("/etc/kubernetes/kubelet.conf")).isFalse();
        }
    }

    private static String withoutCredentials() {
        var server = "https://" + endpoint;
        return new Kubeconfig(
                        List.of(Cluster.of("somewhere", server, bed.cluster().caCertificate())),
                        List.of(Context.of("there", "somewhere", "")),
                        List.of(),
                        "there")
                .write();
    }

    private static CommandResult succeeded(CommandResult result) {
        assertThat(result.exitCode()).as(result.stdout() + result.stderr()).isZero();
        return result;
    }

    private static void failed(CommandResult result, ExitCode code, String sentence) {
        assertThat(result.exitCode()).as(result.stdout() + result.stderr()).isEqualTo(code.number());
        assertThat(result.stderr().lines().reduce((first, last) -> last).orElseThrow())
                .startsWith("error: ")
                .contains(sentence)
                .contains("; ");
    }
}
