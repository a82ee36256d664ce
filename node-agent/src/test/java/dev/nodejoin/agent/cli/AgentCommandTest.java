package dev.nodejoin.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.nodejoin.agent.fixture.TestAuthority;
import dev.nodejoin.agent.plan.ExitCode;
import dev.nodejoin.protocol.handoff.HandOff;
import dev.nodejoin.protocol.kubeadm.Taint;
import dev.nodejoin.protocol.kubeconfig.Kubeconfig;
import dev.nodejoin.protocol.pki.NodeKey;
import dev.nodejoin.protocol.pki.PublicKeyInfo;
import dev.nodejoin.protocol.token.BootstrapToken;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentCommandTest {
    private static final String NOWHERE = "https://127.0.0.1:1";

    @TempDir
    private Path root;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void identity_makes_a_key_and_prints_its_public_half() throws IOException {
        assertThat(run("identity", "--root-dir", root.toString())).isZero();

        var file = root.resolve("etc/kubernetes/nodejoin/node.key");
        var key = NodeKey.parse(Files.readString(file)).publicKeyInfo();
        assertThat(out.toString()).isEqualTo(key.toPem() + key.sha256() + "\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(err.toString()).contains("Made the node key /etc/kubernetes/nodejoin/node.key");
    }

    @Test
    void identity_prints_the_same_key_again() throws IOException {
        run("identity", "--root-dir", root.toString());
        var first = out.toString();
        var key = Files.readString(root.resolve("etc/kubernetes/nodejoin/node.key"));
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        run("identity", "--root-dir", root.toString());

        assertThat(out.toString()).isEqualTo(first);
        assertThat(err.toString()).isEmpty();
        assertThat(root.resolve("etc/kubernetes/nodejoin/node.key")).hasContent(key.strip());
    }

    @Test
    void identity_as_json_fits_into_spec_identity_public_key() throws IOException {
        assertThat(run("identity", "--root-dir", root.toString(), "--output", "json"))
                .isZero();

        var json = new JsonMapper().readTree(out.toString());
        var key = PublicKeyInfo.fromPem(json.path("publicKey").asText());
        assertThat(json.path("fingerprint").asText()).isEqualTo(key.sha256());
    }

    @Test
    void identity_as_pem_is_the_key_and_nothing_else() {
        assertThat(run("identity", "--root-dir", root.toString(), "--output", "pem"))
                .isZero();

        assertThat(PublicKeyInfo.fromPem(out.toString()).toPem()).isEqualTo(out.toString());
    }

    @Test
    void identity_refuses_a_key_that_is_malformed() throws IOException {
        var file = root.resolve("etc/kubernetes/nodejoin/node.key");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "not a key");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        assertThat(run("identity", "--root-dir", root.toString())).isEqualTo(ExitCode.FILES.number());
        assertThat(err.toString()).startsWith("error: the node key /etc/kubernetes/nodejoin/node.key can't be used: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | say what to do: identity, join or reset; see node-agent --help",
                "jion | Unmatched argument at index 0: 'jion'; see node-agent --help",
                "join | say how to find the cluster: --ticket, or HOST:PORT with --token and --discovery-token-ca-cert-hash",
                "join api.test:6443 | --token is missing",
                "join api.test:6443 --token abcdef.0123456789abcdef | --discovery-token-ca-cert-hash is missing",
                "join api.test:6443 other:6443 --token t | at most one API server endpoint is accepted, found 2",
                "join api.test:6443 --ticket t | can not mix '--ticket' with arguments [api-server-endpoint]",
                "join --ticket t --config c --token x | can not mix '--ticket' with arguments [config token]",
                "join --config c --token x --cri-socket /s | can not mix '--config' with arguments [cri-socket token]",
                "join --discovery-file f kubelet -- kubelet | a kubelet command is given as: --kubelet-command -- COMMAND",
                "join --discovery-file f a:1 | --discovery-file and an API server endpoint exclude each other",
                "join --ticket t --kubelet-command | a kubelet command is given as: --kubelet-command -- COMMAND",
                "join --ticket t -- kubelet -v | a kubelet command is given as: --kubelet-command -- COMMAND",
                "join api.test:6443 --control-plane | --control-plane: this agent joins workers only",
                "join api.test:6443 --control-plane=T | --control-plane: this agent joins workers only",
                "join api.test:6443 --control-plane=maybe | a switch is true or false",
                "join api.test:6443 --rootfs /host | chroot /host node-agent join",
                "join --config c --certificate-key x --vmodule a=1 | with arguments [certificate-key vmodule]",
                "join --config c --control-plane=false | with arguments [control-plane]",
                "join api.test:6443 --apiserver-bind-port x | Invalid value for option '--apiserver-bind-port'",
                "join --discovery-file f --node-name a_b | --node-name: a node name must be",
                "join --discovery-file f --cri-socket tcp://x | --cri-socket must be an absolute path or a URL",
                "join api.test:6443 --v=x | -v takes a number, found 'x'",
                "join --token a --token bc | --token: a bootstrap token is 6 characters, a dot and 16 characters of a-z0-9; this text is not (it has 2",
                "join --ticket t --approval-timeout soon | a duration is written like 5m0s",
                "join --ticket t --proxy socks://p:1 | a proxy is written like http://proxy.example:3128",
                "join --skip-phases preflight,nonsense a:1 | invalid phase name: nonsense; the phases are preflight,",
                "join phase | say which phase: preflight, control-plane-prepare, kubelet-start",
                "join phase nonsense | invalid phase name: nonsense; the phases are preflight, control-plane-prepare",
                "join phase control-plane-prepare | say which phase: all, download-certs, certs",
                "join phase kubelet-start | say how to find the cluster",
                "join --dry-run phase kubelet-start a:1 | give options and the endpoint after the name of the phase",
                "join --node-name n phase control-plane-prepare certs | give options and the endpoint after the name",
                "join --config c phase preflight | give options and the endpoint after the name of the phase",
                "join a:1 phase kubelet-start --token t | give options and the endpoint after the name of the phase",
                "join phase a:1 kubelet-start --token t | give options and the endpoint after the name of the phase",
                "join -v 0 phase kubelet-start | say how to find the cluster",
                "join phase kubelet-wait-bootstrap --token abcdef.0123456789abcdef | say how to find the cluster",
                "join phase kubelet-wait-bootstrap --tls-bootstrap-token abcdef.0123456789abcdef | say how to find the",
                "join phase preflight --skip-phases preflight | Unknown option: '--skip-phases'",
                "identity --output xml | Invalid value for option '--output'"
            })
    void a_wrong_command_line_is_one_sentence(String arguments, String complaint) {
        assertThat(run(arguments.isEmpty() ? new String[0] : arguments.split(" ", -1)))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).startsWith("error: ").contains(complaint.strip());
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void a_ticket_that_is_not_there_is_one_sentence_and_its_exit_code() {
        assertThat(run("join", "--ticket", "/nowhere", "--root-dir", root.toString()))
                .isEqualTo(ExitCode.TICKET.number());
        assertThat(err.toString())
                .isEqualTo("error: there is no ticket at /nowhere; ask for a new hand-off if it can't be mended\n");
    }

    @Test
    void flags_for_control_planes_and_for_kubeadms_own_files_are_read_over_with_a_warning() {
        assertThat(run(
                        "join",
                        "--discovery-file",
                        "/nowhere",
                        "--certificate-key",
                        "x",
                        "--vmodule=join=5",
                        "--rootfs=/",
                        "--root-dir",
                        root.toString()))
                .isEqualTo(ExitCode.TICKET.number());
        assertThat(err.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("warning: --certificate-key, --apiserver"),
                        line -> assertThat(line).startsWith("warning: --vmodule is about"),
                        line -> assertThat(line)
                                .isEqualTo("error: there is no discovery file /nowhere; mend it, then run" + " again"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-v", "-v 5", "-v5", "-v=5", "--v=1", "--v 10", "--verbose"})
    void verbosity_is_a_switch_or_a_level(String option) {
        var words = new ArrayList<>(List.of("join"));
        words.addAll(List.of(option.split(" ", -1)));
        words.addAll(List.of("--ticket", "/nowhere", "--root-dir", root.toString()));

        assertThat(run(words.toArray(String[]::new))).isEqualTo(ExitCode.TICKET.number());
        assertThat(err.toString()).contains("\tat ");
    }

    @Test
    void a_level_of_nought_is_silence_and_a_switch_leaves_the_endpoint_alone() {
        assertThat(run("join", "-v", "0", "--ticket", "/nowhere", "--root-dir", root.toString()))
                .isEqualTo(ExitCode.TICKET.number());
        assertThat(err.toString()).doesNotContain("\tat ");
        assertThat(run("join", "-v", "api.test:6443")).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("--token is missing");
    }

    @Test
    void an_old_configuration_is_taken_with_a_warning_where_the_release_is_not_known() throws IOException {
        var file = Files.writeString(root.resolve("join.yaml"), """
                apiVersion: kubeadm.k8s.io/v1beta3
                kind: JoinConfiguration
                discovery: {file: {kubeConfigPath: %s}}
                """.formatted(root.resolve("nowhere")));

        assertThat(run("join", "--config", file.toString(), "--root-dir", root.toString()))
                .isEqualTo(ExitCode.TICKET.number());
        assertThat(err.toString()).contains("error: there is no discovery file " + root.resolve("nowhere"));
    }

    @Test
    void an_old_configuration_is_refused_where_the_kubelet_is_of_a_release_that_dropped_it() throws IOException {
        var file = Files.writeString(root.resolve("join.yaml"), """
                apiVersion: kubeadm.k8s.io/v1beta3
                kind: JoinConfiguration
                discovery: {file: {kubeConfigPath: /nowhere}}
                """);
        var kubelet = Files.writeString(root.resolve("kubelet"), "#!/bin/sh\necho Kubernetes v1.37.2\n");
        Files.setPosixFilePermissions(kubelet, PosixFilePermissions.fromString("rwx------"));

        assertThat(run(
                        "join",
                        "--config",
                        file.toString(),
                        "--root-dir",
                        root.toString(),
                        "--kubelet-command",
                        "--",
                        kubelet.toString()))
                .isEqualTo(ExitCode.TICKET.number());
        assertThat(err.toString())
                .startsWith("error: the configuration " + file + " can't be used: apiVersion kubeadm.k8s.io/v1beta3")
                .contains("the kubelet of this machine is v1.37.2");
    }

    @Test
    void a_misspelt_field_of_the_join_configuration_is_told() throws IOException {
        var handOff = HandOff.of(
                "worker-1",
                "https://127.0.0.1:1",
                TestAuthority.named("kubernetes").pem(),
                BootstrapToken.random(new SecureRandom()),
                List.of(new Taint("example.com/edge", "", "NoSchedule")));
        var ticket = Files.createDirectory(root.resolve("ticket"));
        write(ticket.resolve(HandOff.DISCOVERY), handOff.kubeconfig().write());
        write(
                ticket.resolve(HandOff.JOIN_CONFIGURATION),
                handOff.joinConfiguration().write().replace("taints:", "tiants:"));

        assertThat(run(
                        "join",
                        "--ticket",
                        ticket.toString(),
                        "--root-dir",
                        root.toString(),
                        "--cri-socket",
                        "unix:///run/cri.sock",
                        "--ignore-preflight-errors=all",
                        "--discovery-timeout",
                        "10ms"))
                .isEqualTo(ExitCode.UNREACHABLE.number());
        assertThat(err.toString())
                .startsWith("warning: join-configuration.yaml: ")
                .contains("tiants");
    }

    @Test
    void a_token_in_the_discovery_file_is_used_whatever_preflight_errors_are_ignored() throws IOException {
        var kubeconfig = Kubeconfig.discovery(
                NOWHERE, TestAuthority.named("kubernetes").pem(), BootstrapToken.parse("abcdef.0123456789abcdef"));
        var file = root.resolve("discovery.conf");
        write(file, kubeconfig.write());

        assertThat(run(
                        "join",
                        "--discovery-file",
                        file.toString(),
                        "--root-dir",
                        root.toString(),
                        "--cri-socket",
                        "unix:///run/cri.sock",
                        "--ignore-preflight-errors=all",
                        "--discovery-timeout",
                        "10ms"))
                .isEqualTo(ExitCode.UNREACHABLE.number());
    }

    @Test
    void patches_are_read_before_the_cluster_is_looked_for() {
        var code = run(
                "join",
                "127.0.0.1:1",
                "--token",
                "abcdef.0123456789abcdef",
                "--discovery-token-unsafe-skip-ca-verification",
                "--patches",
                root.resolve("none").toString(),
                "--root-dir",
                root.toString(),
                "--cri-socket",
                "unix:///run/cri.sock",
                "--ignore-preflight-errors=all",
                "--discovery-timeout",
                "10ms");

        assertThat(code).isEqualTo(ExitCode.TICKET.number());
        assertThat(err.toString()).contains("the patches directory " + root.resolve("none"));
    }

    @Test
    void a_wait_without_flags_goes_by_the_files_of_the_node() throws IOException {
        var authority = TestAuthority.named("kubernetes");
        var key = NodeKey.generate(new SecureRandom());
        var now = Instant.now();
        var certificate = authority.issue(key.certificateRequestPem("worker-1"), now, Duration.ofDays(1));
        var kubernetes = Files.createDirectories(root.resolve("etc/kubernetes"));
        write(kubernetes.resolve("node.pem"), certificate + key.toPem());
        write(kubernetes.resolve("cluster.pem"), authority.pem());
        write(kubernetes.resolve("kubelet.conf"), """
                clusters: [{name: c, cluster: {server: '%s', certificate-authority: cluster.pem}}]
                contexts: [{name: x, context: {cluster: c, user: u}}]
                users:
                - name: u
                  user: {client-certificate: /etc/kubernetes/node.pem, client-key: /etc/kubernetes/node.pem}
                current-context: x
                """.formatted(NOWHERE));

        assertThat(await("--node-name", "worker-1")).isEqualTo(ExitCode.UNREACHABLE.number());

        Files.delete(kubernetes.resolve("cluster.pem"));
        assertThat(await("--node-name", "worker-1")).isEqualTo(ExitCode.TICKET.number());
        assertThat(err.toString()).contains("it names cluster.pem, and there is no such file");
    }

    @Test
    void there_is_nothing_to_wait_for_without_a_kubelet_conf() {
        assertThat(await()).isEqualTo(ExitCode.KUBELET.number());
        assertThat(err.toString()).contains("there is no kubelet to wait for");
    }

    private int await(String... further) {
        var words = new ArrayList<>(List.of("join", "phase", "kubelet-wait-bootstrap", "--root-dir", root.toString()));
        words.addAll(List.of("--cri-socket", "unix:///run/cri.sock", "--discovery-timeout", "10ms"));
        words.addAll(List.of(further));
        return run(words.toArray(String[]::new));
    }

    @Test
    void a_misspelt_phase_of_the_configuration_is_told_before_the_cluster_is_looked_for() throws IOException {
        var file = root.resolve("join.yaml");
        write(file, """
                apiVersion: kubeadm.k8s.io/v1beta4
                kind: JoinConfiguration
                discovery:
                  bootstrapToken:
                    apiServerEndpoint: 127.0.0.1:1
                    token: abcdef.0123456789abcdef
                    unsafeSkipCAVerification: true
                skipPhases: [preflihgt]
                """);

        assertThat(run("join", "--config", file.toString(), "--root-dir", root.toString()))
                .isEqualTo(ExitCode.TICKET.number());
        assertThat(err.toString())
                .startsWith("error: the configuration %s can't be used: invalid phase name: preflihgt".formatted(file));
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "join",
                "join phase preflight",
                "join phase kubelet-start",
                "join phase kubelet-wait-bootstrap",
                "join --skip-phases=preflight"
            })
    void all_of_the_configuration_beside_a_check_of_the_command_line_is_told(String command) throws IOException {
        var file = root.resolve("join.yaml");
        write(file, """
                apiVersion: kubeadm.k8s.io/v1beta4
                kind: JoinConfiguration
                discovery: {file: {kubeConfigPath: /nowhere}}
                nodeRegistration: {ignorePreflightErrors: [all]}
                """);
        var words = new ArrayList<>(List.of(command.split(" ", -1)));
        words.addAll(List.of("--config", file.toString(), "--ignore-preflight-errors", "Swap"));
        words.addAll(List.of("--root-dir", root.toString()));

        assertThat(run(words.toArray(String[]::new))).isEqualTo(ExitCode.TICKET.number());
        assertThat(err.toString())
                .startsWith("error: the configuration %s can't be used: --ignore-preflight-errors".formatted(file))
                .contains("name all and single checks (all, swap)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check-etcd",
                "etcd-join",
                "wait-control-plane",
                "control-plane-prepare all api.test:6443 --token abcdef.0123456789abcdef",
                "control-plane-join mark-control-plane"
            })
    void a_phase_of_control_planes_has_nothing_to_do_on_a_worker(String arguments) {
        assertThat(run(("join phase " + arguments).split(" ", -1))).isZero();

        assertThat(out.toString())
                .contains("Nothing to do: this is a phase of control planes")
                .hasLineCount(1);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void the_help_lists_the_phases() {
        run("join", "--help");

        assertThat(out.toString())
                .containsSubsequence(
                        "\npreflight  ",
                        "\ncontrol-plane-prepare  ",
                        "\n  /certs  ",
                        "\nkubelet-start  ",
                        "\nkubelet-wait-bootstrap  ")
                .doesNotContain("check-etcd");
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void the_stack_is_shown_only_on_request() {
        run("join", "-v", "--ticket", "/nowhere", "--root-dir", root.toString());

        assertThat(err.toString()).contains("TicketException", "\tat ");
    }

    @Test
    void the_help_lists_every_exit_code() {
        assertThat(run("join", "--help")).isZero();

        for (var code : ExitCode.values()) {
            assertThat(out.toString())
                    .contains(Integer.toString(code.number()), code.meaning().split(" ", 2)[0]);
        }
        assertThat(out.toString()).contains("--kubelet-command", "$KUBELET_KUBEADM_ARGS", "--ticket=DIR|FILE|-");
    }

    @Test
    void the_version_is_the_build_s() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).matches("node-agent \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\n");
    }

    private int run(String... arguments) {
        return AgentCommand.commandLineFor(arguments)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
