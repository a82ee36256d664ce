package dev.nodejoin.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nodejoin.testcluster.CommandResult;
import dev.nodejoin.testcluster.Machine;
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

/** The built programs play examples/rejoin on real machines: one is re-imaged and keeps nothing but its key. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RejoinIT {
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    /** kube-controller-manager gives a kubelet up after 50 seconds. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final String NODE = "worker-9";
    private static final String KEY = "/etc/kubernetes/nodejoin/node.key";
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
        stage = Stage.set(cluster, REPOSITORY, new Narrator(new PrintStream(new ByteArrayOutputStream(), true, UTF_8)));
    }

    @AfterAll
    void clearTheStage() {
        if (stage != null) stage.close();
        if (cluster != null) cluster.close();
    }

    @Test
    void a_machine_that_was_re_imaged_joins_again_with_its_key_and_with_no_other() {
        stage.admin()
                .must("apply", "-f", stage.example("first-join/people.yaml").toString());
        stage.admin().must("apply", "-f", stage.example("rejoin").toString());
        approve();
        var before = cluster.startMachine(NODE);
        assertThat(join(before, handOff("1")).exitCode()).isZero();
        Pause.until("the Node to become Ready", PATIENCE, () -> met("Ready"));
        var uid = nodeUid();
        var key = before.read(KEY);
        before.close();

        var handOff = handOff("2");
        var stranger = cluster.startMachine("stranger");
        var refused = join(stranger, handOff);
        assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(13);
        assertThat(refused.stderr()).contains("public key");
        stranger.close();

        var after = cluster.startMachine(NODE);
        after.write(KEY, key, "rw-------");
        var joined = join(after, handOff);
        assertThat(joined.exitCode()).as(joined.toString()).isZero();
        Pause.until("the Node to become Ready again", PATIENCE, () -> met("Ready"));
        assertThat(nodeUid()).isEqualTo(uid);
        Pause.until(
                "the token to be revoked",
                PATIENCE,
                () -> Optional.of(field("{.status.token.state}")).filter("Revoked"::equals));
    }

    private void approve() {
        var key = Pause.until(
                "a key",
                PATIENCE,
                () -> Optional.of(field("{.status.approvalKey}")).filter(text -> !text.isEmpty()));
        var patch = "{\"status\":{\"approvals\":[{\"by\":\"alice\",\"key\":\"%s\"}]}}".formatted(key);
        stage.as("alice")
                .must("patch", "njr", NODE, "-n", Stage.NAMESPACE, "--subresource=status", "--type=merge", "-p", patch);
    }

    /** The hand-off Secret of that attempt. */
    private String handOff(String attempt) {
        Pause.until(
                "hand-off " + attempt,
                PATIENCE,
                () -> Optional.of(field("{.status.token.attempt} {.status.token.state}"))
                        .filter((attempt + " Live")::equals));
        return stage.admin()
                .must("get", "secret", field("{.status.handOff.name}"), "-n", Stage.NAMESPACE, "-o", "yaml");
    }

    private static CommandResult join(Machine machine, String handOff) {
        machine.write(TICKET, handOff.getBytes(UTF_8), "rw-------");
        return machine.run(
                PATIENCE,
                Map.of(),
                new byte[0],
                List.of(Stage.DIST_ON_MACHINES + "/bin/node-agent", "join", "--ticket", TICKET));
    }

    private Optional<String> met(String condition) {
        return Optional.of(field("{.status.conditions[?(@.type==\"%s\")].status}".formatted(condition)))
                .filter("True"::equals);
    }

    private String field(String path) {
        return stage.admin().must("get", "njr", NODE, "-n", Stage.NAMESPACE, "-o", "jsonpath=" + path);
    }

    private String nodeUid() {
        return stage.admin().must("get", "node", NODE, "-o", "jsonpath={.metadata.uid}");
    }
}
