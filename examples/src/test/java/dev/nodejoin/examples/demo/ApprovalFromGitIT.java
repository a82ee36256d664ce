package dev.nodejoin.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nodejoin.testcluster.TestCluster;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The built programs play examples/approval-from-git on a real machine, with what Flux or Argo CD would apply as whom. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApprovalFromGitIT {
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String NODE = "edge-7";
    private static final String TICKET = "/root/hand-off.yaml";

    private TestCluster cluster;
    private Stage stage;

    @BeforeAll
    void setTheStage() {
        assumeTrue(Files.isExecutable(REPOSITORY.resolve("dist/bin/operator")), "dist/ is not built: run make build");
        var obstacle = TestCluster.unavailable();
        assumeTrue(obstacle.isEmpty(), () -> "no test cluster: " + obstacle.orElse(""));
        cluster = TestCluster.builder()
                .mount(REPOSITORY.resolve("dist"), Stage.DIST_ON_MACHINES)
                .start();
        var unheard = new PrintStream(new ByteArrayOutputStream(), true, UTF_8);
        stage = Stage.set(cluster, REPOSITORY, new Narrator(unheard));
    }

    @AfterAll
    void clearTheStage() {
        if (stage != null) stage.close();
        if (cluster != null) cluster.close();
    }

    @Test
    void two_folders_and_two_accounts_make_a_ready_node_and_neither_account_can_do_the_others_part() {
        stage.admin().must("apply", "-f", file("accounts.yaml"));
        var requests = as("git-requests");
        var approvals = as("git-approvals");

        assertThat(approvals.run("apply", "-f", file("requests")).text()).contains("forbidden");
        assertThat(requests.run("apply", "-f", file("approvals")).text()).contains("forbidden");
        requests.must("apply", "-f", file("requests"));
        awaitField("{.status.approvalKey}");

        approvals.must("apply", "-f", file("approvals"));
        join();
        assertThat(field("{.status.approved.by}")).isEqualTo("[\"system:serviceaccount:nodejoin:git-approvals\"]");
        assertThat(stage.admin().must("get", "nja", NODE, "-n", Stage.NAMESPACE))
                .contains("Matched", "True");
        assertThat(approvals.must("apply", "-f", file("approvals"))).contains("unchanged");
    }

    private void join() {
        var secret = awaitField("{.status.handOff.name}");
        var handOff = stage.admin().must("get", "secret", secret, "-n", Stage.NAMESPACE, "-o", "yaml");
        var machine = cluster.startMachine(NODE);
        machine.write(TICKET, handOff.getBytes(UTF_8), "rw-------");
        var joined = machine.run(
                Duration.ofMinutes(2),
                Map.of(),
                new byte[0],
                List.of(Stage.DIST_ON_MACHINES + "/bin/node-agent", "join", "--ticket", TICKET));
        assertThat(joined.exitCode()).as(joined.toString()).isZero();
        Pause.until(
                () -> "the Node to become Ready: " + field("{.status.conditions}"),
                PATIENCE,
                () -> Optional.of(field("{.status.conditions[?(@.type==\"Ready\")].status}"))
                        .filter("True"::equals));
        assertThat(stage.admin().must("get", "node", NODE, "-L", "topology.kubernetes.io/zone"))
                .contains(NODE);
    }

    private Kubectl as(String account) {
        return Kubectl.as(
                account,
                cluster.serviceAccountKubeconfig(Stage.NAMESPACE, account),
                cluster.binaries().resolve("kubectl"),
                cluster.directory());
    }

    private String file(String name) {
        return stage.example("approval-from-git").resolve(name).toString();
    }

    private String awaitField(String path) {
        return Pause.until(path, PATIENCE, () -> Optional.of(field(path)).filter(text -> !text.isEmpty()));
    }

    private String field(String path) {
        return stage.admin().must("get", "njr", NODE, "-n", Stage.NAMESPACE, "-o", "jsonpath=" + path);
    }
}
