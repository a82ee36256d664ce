package dev.nodejoin.testcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.nodejoin.testcluster.binaries.Environment;
import dev.nodejoin.testcluster.binaries.KubernetesVersion;
import dev.nodejoin.testcluster.process.Outcome;
import dev.nodejoin.testcluster.process.Subprocess;
import io.fabric8.kubernetes.api.model.authentication.SelfSubjectReview;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LauncherIT {
    private static final String NAME = "launched-" + ProcessHandle.current().pid();

    @BeforeAll
    static void start() {
        assumeThat(TestCluster.unavailable()).isEmpty();
        var up = launch("up", "--name", NAME);
        assertThat(up.error()).isEmpty();
        assertThat(up.output())
                .startsWith("Kubernetes %s is up at https://127.0.0.1:"
                        .formatted(KubernetesVersion.wanted(Environment.current())))
                .contains("directory: " + BedFolders.named(NAME) + "\n");
    }

    @AfterAll
    static void stop() {
        if (TestCluster.unavailable().isPresent()) return;
        assertThat(launch("down", "--name", NAME).said()).isEmpty();
        assertThat(BedFolders.named(NAME)).doesNotExist();
    }

    @Test
    void the_cluster_outlives_the_program_that_started_it_and_gives_out_kubeconfigs() {
        var kubeconfig = launch("kubeconfig", "--name", NAME, "--user", "alice", "--group", "a", "--group", "b")
                .output();
        assertThat(whoIs(kubeconfig)).isEqualTo("alice [a, b, system:authenticated]");
        assertThat(whoIs(launch("kubeconfig", "--name", NAME).output())).contains("system:masters");
    }

    @Test
    void a_machine_is_started_once_and_runs_commands_with_their_exit_codes() {
        assertThat(launch("machine", "--name", NAME, "worker", "--", "touch", "/root/here")
                        .said())
                .isEmpty();
        assertThat(launch("machine", "--name", NAME, "worker", "ls", "/root").output())
                .isEqualTo("here\n");
        assertThat(launch("machine", "worker", "--name", NAME, "--", "sh", "-c", "exit 9")
                        .exitCode())
                .isEqualTo(9);
    }

    @Test
    void a_machine_has_a_shell() {
        var outcome = Subprocess.run(
                command("machine", "--name", NAME, "cp1"),
                Duration.ofSeconds(60),
                "hostname; exit 5\n".getBytes(StandardCharsets.UTF_8));
        assertThat(outcome.output()).isEqualTo("cp1\n");
        assertThat(outcome.exitCode()).isEqualTo(5);
    }

    @Test
    void kubectl_on_the_control_plane_is_the_administrators() {
        assertThat(launch("machine", "--name", NAME, "cp1", "--", "kubectl", "get", "namespaces", "--output=name")
                        .output())
                .contains("namespace/kube-system\n");
    }

    @Test
    void a_machine_must_have_a_host_name() {
        var outcome = launch("machine", "--name", NAME, "Worker_1");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.said())
                .isEqualTo("error: the name \"Worker_1\" is not made of 1 to 40 of a-z, 0-9 and inner hyphens");
    }

    @Test
    void a_cluster_that_another_program_holds_is_found_by_its_directory() {
        try (var cluster = TestCluster.start()) {
            var directory = cluster.directory().toString();
            cluster.startMachine("held");
            assertThat(launch("machine", "--directory", directory, "held", "--", "hostname")
                            .output())
                    .isEqualTo("held\n");
            assertThat(launch("machine", "--directory", directory, "new", "--", "hostname")
                            .output())
                    .isEqualTo("new\n");
            assertThat(cluster.machine("new")).isPresent();
        }
    }

    @Test
    void a_second_cluster_of_the_same_name_is_refused() {
        var outcome = launch("up", "--name", NAME);
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.said())
                .isEqualTo("error: a cluster named " + NAME
                        + " is up already; take it down first, or choose another name");
    }

    @Test
    void a_cluster_that_is_not_there_is_named_with_those_that_are() {
        var outcome = launch("kubeconfig", "--name", "elsewhere");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.said())
                .startsWith("error: no cluster named elsewhere is up; there are: ")
                .contains(NAME);
    }

    private static Outcome launch(String... arguments) {
        return Subprocess.run(command(arguments), Duration.ofMinutes(30));
    }

    private static ProcessBuilder command(String... arguments) {
        return OtherJvm.command(List.of(), Launcher.class, arguments);
    }

    private static String whoIs(String kubeconfig) {
        try (var client = new KubernetesClientBuilder()
                .withConfig(Kubeconfigs.config(kubeconfig))
                .build()) {
            var info = client.resource(new SelfSubjectReview())
                    .create()
                    .getStatus()
                    .getUserInfo();
            return info.getUsername() + " " + info.getGroups();
        }
    }
}
