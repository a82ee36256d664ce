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
import java.util.concurrent.CompletableFuture;

/** A stage on a cluster of its own, with the built programs, for a story about the gate. */
record Theatre(TestCluster cluster, Stage stage) implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final Duration LONGEST_JOIN = Duration.ofMinutes(4);

    /** Skips the test, with the reason, where it can't be played. */
    static Theatre open() {
        assumeTrue(Files.isExecutable(REPOSITORY.resolve("dist/bin/operator")), "dist/ is not built: run make build");
        var obstacle = TestCluster.unavailable();
        assumeTrue(obstacle.isEmpty(), () -> "no test cluster: " + obstacle.orElse(""));
        var cluster = TestCluster.builder()
                .mount(REPOSITORY.resolve("dist"), Stage.DIST_ON_MACHINES)
                .start();
        var told = new PrintStream(new ByteArrayOutputStream(), true, UTF_8);
        return new Theatre(cluster, Stage.set(cluster, REPOSITORY, new Narrator(told)));
    }

    /** Applies the story's folder and closes the gate. */
    void lockDown(String story) {
        stage.admin().must("apply", "-f", stage.example(story).toString());
        stage.admin().must("apply", "-f", stage.gate().toString());
        awaitGate("{.status.bootstrap}", "Closed");
    }

    void awaitGate(String path, String value) {
        Pause.until(
                path + " of the gate to be " + value,
                PATIENCE,
                () -> Optional.of(gate(path)).filter(value::equals));
    }

    String gate(String path) {
        return stage.admin().must("get", "njg", "cluster", "-o", "jsonpath=" + path);
    }

    /** Joins in the background: it waits until somebody says yes. */
    static CompletableFuture<CommandResult> join(Machine machine, List<String> command) {
        return CompletableFuture.supplyAsync(() -> machine.run(LONGEST_JOIN, Map.of(), new byte[0], command));
    }

    /** The name of the only undecided certificate signing request of that machine. */
    String awaitPendingRequest(String node) {
        return Pause.until(
                "a certificate signing request for " + node,
                PATIENCE,
                () -> pending()
                        .lines()
                        .filter(line -> line.endsWith(" "))
                        .map(String::strip)
                        .findFirst());
    }

    private String pending() {
        return stage.admin()
                .must(
                        "get",
                        "csr",
                        "-o",
                        "jsonpath={range .items[*]}{.metadata.name} {.status.conditions[*].type}{\"\\n\"}{end}");
    }

    void awaitReady(String node) {
        Pause.until(
                "Node " + node + " to become Ready",
                PATIENCE,
                () -> Optional.of(stage.admin()
                                .run(
                                        "get",
                                        "node",
                                        node,
                                        "-o",
                                        "jsonpath={.status.conditions[?(@.type==\"Ready\")].status}")
                                .text())
                        .filter("True"::equals));
    }

    void assertNoNode(String node) {
        assertThat(stage.admin().must("get", "nodes", "-o", "name")).doesNotContain("node/" + node);
    }

    @Override
    public void close() {
        stage.close();
        cluster.close();
    }
}
