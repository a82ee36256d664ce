package dev.nodejoin.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nodejoin.testcluster.CommandResult;
import dev.nodejoin.testcluster.Machine;
import dev.nodejoin.testcluster.TestCluster;
import dev.nodejoin.testcluster.TestClusterBuilder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The built programs on a cluster with real machines, for the stories of one test class. Skips them, with the reason, where
 * they can't be played.
 */
final class Theatre implements BeforeAllCallback, AfterAllCallback {
    static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

    private final UnaryOperator<TestClusterBuilder> design;
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private @Nullable TestCluster cluster;
    private @Nullable Stage stage;

    Theatre() {
        this(UnaryOperator.identity());
    }

    Theatre(UnaryOperator<TestClusterBuilder> design) {
        this.design = design;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        assumeTrue(Files.isExecutable(REPOSITORY.resolve("dist/bin/operator")), "dist/ is not built: run make build");
        var obstacle = TestCluster.unavailable();
        assumeTrue(obstacle.isEmpty(), () -> "no test cluster: " + obstacle.orElse(""));
        cluster = design.apply(TestCluster.builder())
                .mount(REPOSITORY.resolve("dist"), Stage.DIST_ON_MACHINES)
                .start();
        stage = Stage.set(cluster, REPOSITORY, new Narrator(new PrintStream(told, true, UTF_8)));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (stage != null) stage.close();
        if (cluster != null) cluster.close();
    }

    TestCluster cluster() {
        return Objects.requireNonNull(cluster);
    }

    Stage stage() {
        return Objects.requireNonNull(stage);
    }

    JoinRequests requests() {
        return new JoinRequests(stage());
    }

    Kubectl admin() {
        return stage().admin();
    }

    /** Somebody who runs in the cluster, such as what applies a folder of Git. */
    Kubectl asServiceAccount(String name) {
        return Kubectl.as(
                name,
                cluster().serviceAccountKubeconfig(Stage.NAMESPACE, name),
                cluster().binaries().resolve("kubectl"),
                cluster().directory());
    }

    String told() {
        return told.toString(UTF_8);
    }

    /** A file or folder of examples/. */
    String example(String path) {
        return stage().example(path).toString();
    }

    void apply(String path) {
        admin().must("apply", "-f", example(path));
    }

    /** The same by somebody whose right is a moment old: authorizers learn of a binding late. */
    void applyAs(Kubectl user, String path) {
        Pause.until(
                () -> path + ": " + user.run("apply", "-f", example(path)).text(),
                PATIENCE,
                () -> Optional.of(user.run("apply", "-f", example(path))).filter(Kubectl.Answer::succeeded));
    }

    /** Waits for the hand-off of a request, starts a machine of the Node's name and joins it. */
    Machine joinApproved(String node) {
        return join(node, requests().handOff(node));
    }

    Machine join(String node, SavedHandOff handOff) {
        var machine = cluster().startMachine(node);
        join(machine, handOff);
        awaitReady(node, "True");
        return machine;
    }

    static void join(Machine machine, SavedHandOff handOff) {
        var joined = handOff.join(machine);
        assertThat(joined.exitCode()).as(joined.toString()).isZero();
    }

    /** Runs a command that waits until somebody says yes. */
    static CompletableFuture<CommandResult> running(Machine machine, List<String> command) {
        return CompletableFuture.supplyAsync(() -> machine.run(PATIENCE, Map.of(), new byte[0], command));
    }

    /** Waits for condition Ready of a Node, perhaps one that is not there yet. */
    void awaitReady(String node, String status) {
        Pause.until(
                "Ready of Node %s to be %s".formatted(node, status),
                PATIENCE,
                () -> Optional.of(admin().run(
                                        "get",
                                        "node",
                                        node,
                                        "-o",
                                        "jsonpath={.status.conditions[?(@.type==\"Ready\")].status}")
                                .text())
                        .filter(status::equals));
    }

    void assertNoNode(String node) {
        assertThat(admin().must("get", "nodes", "-o", "name")).doesNotContain("node/" + node);
    }
}
