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

/** The built programs play examples/first-join on real machines; then real kubeadm takes a hand-off. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FirstJoinIT {
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
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
        stage = Stage.set(cluster, REPOSITORY, new Narrator(new PrintStream(told, true, UTF_8)));
    }

    @AfterAll
    void clearTheStage() {
        if (stage != null) stage.close();
        if (cluster != null) cluster.close();
    }

    @Test
    void the_first_join_ends_with_a_ready_node_and_a_thief_with_nothing() {
        new FirstJoin(stage).play();
        assertThat(told.toString(UTF_8)).contains("This node has joined the cluster:", "Denied: ");
    }

    @Test
    void a_hand_off_works_with_kubeadm_join() {
        var join = new FirstJoin(stage);
        var handOff = join.approvedHandOff("by-kubeadm");
        var machine = cluster.startMachine("by-kubeadm");
        for (var file : List.of("discovery.conf", "join-configuration.yaml"))
            machine.write(
                    "/etc/kubernetes/nodejoin/" + file,
                    FirstJoin.fileOf(handOff, file).getBytes(UTF_8),
                    "rw-------");
        var joined = machine.run(
                Duration.ofMinutes(3),
                Map.of(),
                new byte[0],
                List.of(
                        "kubeadm",
                        "join",
                        "--config=/etc/kubernetes/nodejoin/join-configuration.yaml",
                        "--ignore-preflight-errors=SystemVerification"));
        assertThat(joined.exitCode()).as(joined.toString()).isZero();
        assertThat(joined.stdout()).contains("This node has joined the cluster:");
        Pause.until("the Node to become Ready", PATIENCE, () -> join.met("by-kubeadm", "Ready"));
        assertThat(stage.admin().must("get", "nodes")).contains("by-kubeadm");
        assertThat(Optional.of(stage.admin().must("get", "njr", "by-kubeadm", "-n", Stage.NAMESPACE)))
                .hasValueSatisfying(line -> assertThat(line).contains("True"));
    }
}
