package dev.nodejoin.agent.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.agent.files.NodeLock;
import dev.nodejoin.agent.plan.ExitCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResetCommandTest {
    @TempDir
    private Path root;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String answer = "";

    @BeforeEach
    void aWorker() throws IOException {
        for (var path : List.of(
                "etc/kubernetes/kubelet.conf",
                "etc/kubernetes/nodejoin/node.key",
                "etc/kubernetes/nodejoin/discovery.conf",
                "var/lib/kubelet/config.yaml")) {
            Files.createDirectories(root.resolve(path).resolveSibling("."));
            Files.writeString(root.resolve(path), "");
        }
    }

    @Test
    void a_yes_resets() {
        answer = "y\n";

        assertThat(reset()).isZero();
        assertThat(root.resolve("etc/kubernetes/kubelet.conf")).doesNotExist();
        assertThat(root.resolve("var/lib/kubelet")).isEmptyDirectory();
        assertThat(root.resolve("etc/kubernetes/nodejoin")).isDirectoryContaining(file -> file.endsWith("node.key"));
        assertThat(root.resolve("etc/kubernetes/nodejoin/discovery.conf")).doesNotExist();
        assertThat(out.toString()).contains("proceed? [y/N]: ", "[reset] Stopping the kubelet service\n");
    }

    @Test
    void a_no_ends_with_kubeadm_s_exit_code_and_changes_nothing() {
        answer = "n\n";

        assertThat(reset()).isEqualTo(1);
        assertThat(err.toString()).endsWith("error: won't proceed: the answer was not y; nothing was changed\n");
        assertThat(root.resolve("etc/kubernetes/kubelet.conf")).exists();
    }

    @Test
    void no_answer_is_an_error() {
        assertThat(reset()).isEqualTo(1);
        assertThat(err.toString()).contains("error: won't proceed: there is no answer on standard input");
        assertThat(root.resolve("etc/kubernetes/kubelet.conf")).exists();
    }

    @Test
    void force_needs_no_answer_and_the_key_goes_on_request() {
        assertThat(reset("-f", "--forget-identity")).isZero();
        assertThat(root.resolve("etc/kubernetes/nodejoin")).doesNotExist();
        assertThat(out.toString()).doesNotContain("[y/N]");
    }

    @Test
    void a_dry_run_changes_nothing_at_all() throws IOException {
        var before = everything();

        assertThat(reset("--dry-run", "--forget-identity", "--cleanup-tmp-dir")).isZero();
        assertThat(everything()).isEqualTo(before);
        assertThat(out.toString()).contains("[dryrun] Would stop the kubelet service\n", "node key");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void another_root_directory_does_not_need_root_nor_the_system_s_kubelet() {
        assertThat(reset("--force")).isZero();
        assertThat(err.toString()).doesNotContain("IsPrivilegedUser", "systemctl");
    }

    @Test
    void a_reset_does_not_run_while_a_join_does() {
        try (var _ = NodeLock.take(root)) {
            assertThat(reset("--force")).isEqualTo(ExitCode.FILES.number());
        }
        assertThat(err.toString()).contains("another node-agent is at work");
        assertThat(root.resolve("etc/kubernetes/kubelet.conf")).exists();
    }

    @Test
    void options_of_kubeadm_that_mean_nothing_for_a_worker_are_taken() {
        assertThat(reset("--force", "--kubeconfig", "/etc/kubernetes/admin.conf", "--ignore-preflight-errors=Swap,X"))
                .isZero();
    }

    @Test
    void phases_can_be_skipped() {
        assertThat(reset("--skip-phases=preflight,cleanup-node")).isZero();
        assertThat(root.resolve("etc/kubernetes/kubelet.conf")).exists();
    }

    @Test
    void a_control_plane_is_turned_away() throws IOException {
        Files.createDirectories(root.resolve("etc/kubernetes/manifests"));
        Files.writeString(root.resolve("etc/kubernetes/manifests/etcd.yaml"), "");

        assertThat(reset("--force")).isEqualTo(1);
        assertThat(err.toString()).startsWith("error: this machine is a control plane");
        assertThat(root.resolve("etc/kubernetes/kubelet.conf")).exists();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--skip-phases=nosuch | invalid phase name: nosuch; see node-agent reset --help",
                "--config=c.yaml | a ResetConfiguration (--config) is not read",
                "--cert-dir=/ | --cert-dir / can't be emptied",
                "--cert-dir=/etc/x/.. | --cert-dir /etc can't be emptied",
                "--cert-dir=pki | --cert-dir pki can't be emptied",
                "--cert-dir=/etc/kubernetes | --cert-dir /etc/kubernetes can't be emptied: the node key is in it",
                "--cert-dir=/etc/kubernetes/nodejoin/ | the node key is in it"
            })
    void what_can_t_be_meant_is_one_sentence(String argument, String complaint) {
        assertThat(reset("--force", argument)).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).startsWith("error: ").contains(complaint).hasLineCount(1);
        assertThat(root.resolve("etc/kubernetes/kubelet.conf")).exists();
    }

    @Test
    void the_help_lists_this_command_s_exit_codes() {
        assertThat(run("reset", "--help")).isZero();
        assertThat(out.toString())
                .contains("--forget-identity", "not confirmed")
                .doesNotContain("hand-off is missing");
    }

    private int reset(String... more) {
        var arguments = Stream.concat(Stream.of("reset", "--root-dir", root.toString()), Stream.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private int run(String... arguments) {
        var commandLine = AgentCommand.commandLine();
        ResetCommand command = Objects.requireNonNull(
                        commandLine.getSubcommands().get("reset"))
                .getCommand();
        command.answeredBy(new ByteArrayInputStream(answer.getBytes(UTF_8)));
        return commandLine
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    private List<Path> everything() throws IOException {
        try (var all = Files.walk(root)) {
            return all.sorted().toList();
        }
    }
}
