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

/** Plays examples/banning-a-node: a machine that has joined is put out, and let in again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BanningANodeIT {
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final String NODE = "worker-7";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

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
        stage = Stage.set(cluster, REPOSITORY, new Narrator(new PrintStream(new ByteArrayOutputStream(), true, UTF_8)));
    }

    @AfterAll
    void clearTheStage() {
        if (stage != null) stage.close();
        if (cluster != null) cluster.close();
    }

    /** The kubelet of a banned node goes on writing in vain; Kubernetes takes its silence for an end. */
    @Test
    void a_banned_machine_is_out_and_lifted_it_is_back() {
        var admin = stage.admin();
        admin.must("apply", "-f", stage.example("first-join").toString());
        admin.must("apply", "-f", stage.example("banning-a-node/people.yaml").toString());
        join();
        awaitReady("True");

        var bob = stage.as("bob");
        var ban = stage.example("banning-a-node/node-join-ban.yaml").toString();
        Pause.until(
                "bob's right",
                PATIENCE,
                () -> Optional.of(bob.run("apply", "-f", ban)).filter(Kubectl.Answer::succeeded));
        awaitReady("Unknown");
        assertThat(bob.must("get", "njb", NODE)).contains(NODE, "True", "Node and 1 request");
        assertThat(admin.must("get", "njr", NODE, "-n", Stage.NAMESPACE)).contains("Banned");

        bob.must("delete", "njb", NODE);
        awaitReady("True");
        assertThat(admin.must("get", "njr", NODE, "-n", Stage.NAMESPACE)).doesNotContain("Banned");
    }

    private void join() {
        var handOff = new FirstJoin(stage).approvedHandOff(NODE);
        var machine = cluster.startMachine(NODE);
        machine.write("/root/hand-off.yaml", handOff.getBytes(UTF_8), "rw-------");
        var result = machine.run(
                Duration.ofMinutes(2),
                Map.of(),
                new byte[0],
                List.of(Stage.DIST_ON_MACHINES + "/bin/node-agent", "join", "--ticket", "/root/hand-off.yaml"));
        assertThat(result.exitCode()).as(result.toString()).isZero();
    }

    private void awaitReady(String status) {
        Pause.until(
                "Ready of the Node to be " + status,
                PATIENCE,
                () -> Optional.of(stage.admin()
                                .must(
                                        "get",
                                        "node",
                                        NODE,
                                        "-o",
                                        "jsonpath={.status.conditions[?(@.type==\"Ready\")].status}"))
                        .filter(status::equals));
    }
}
