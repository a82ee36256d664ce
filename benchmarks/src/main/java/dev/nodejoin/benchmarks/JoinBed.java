package dev.nodejoin.benchmarks;

import dev.nodejoin.benchmarks.Joins.Join;
import dev.nodejoin.testcluster.Machine;
import dev.nodejoin.testcluster.TestCluster;
import io.fabric8.kubernetes.api.model.Node;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A cluster of real Kubernetes, and the joins of fresh machines that it sees. */
final class JoinBed implements AutoCloseable {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int LOOK_MILLIS = 10;
    private static final int LONGEST_MINUTES = 2;

    private final TestCluster cluster;
    private final List<String> kubeadmJoin;

    private JoinBed(TestCluster cluster) {
        this.cluster = cluster;
        this.kubeadmJoin = cluster.joinCommand();
    }

    static JoinBed start(Path dist) {
        if (!Files.isExecutable(dist.resolve("bin/node-agent")))
            throw new IllegalArgumentException(dist + " has no bin/node-agent: run make build");
        return new JoinBed(TestCluster.builder().mount(dist, "/opt/nodejoin").start());
    }

    /** A join of a machine that is there for it alone. */
    Join join(Joiner joiner, int round) throws Exception {
        var name = joiner.machine(round);
        try (var machine = cluster.startMachine(name)) {
            return join(joiner, machine);
        } finally {
            cluster.admin().nodes().withName(name).delete();
        }
    }

    private Join join(Joiner joiner, Machine machine) throws Exception {
        var watched = new WatchedProcess(joiner.processName(), machine.name());
        var ready = whenReady(machine.name());
        var start = System.nanoTime();
        var process = machine.start(joiner.command(kubeadmJoin, machine.name()));
        var output = CompletableFuture.supplyAsync(() -> text(process));
        while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) watched.look();
        var end = System.nanoTime();
        if (process.exitValue() != 0)
            throw new IllegalStateException(
                    "%s exited with %d: %s".formatted(joiner, process.exitValue(), output.get()));
        return new Join(
                (end - start) / NANOS_PER_SECOND,
                (ready.get(LONGEST_MINUTES, TimeUnit.MINUTES) - start) / NANOS_PER_SECOND,
                watched.peakMebibytes(),
                watched.processorSeconds());
    }

    private CompletableFuture<Long> whenReady(String name) {
        return cluster.admin()
                .nodes()
                .withName(name)
                .informOnCondition(nodes -> nodes.stream().anyMatch(JoinBed::isReady))
                .thenApply(nodes -> System.nanoTime());
    }

    private static boolean isReady(Node node) {
        return node.getStatus().getConditions().stream()
                .anyMatch(condition -> condition.getType().equals("Ready")
                        && condition.getStatus().equals("True"));
    }

    private static String text(Process process) {
        try (var output = process.getInputStream();
                var errors = process.getErrorStream()) {
            return new String(output.readAllBytes(), StandardCharsets.UTF_8)
                    + new String(errors.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() {
        cluster.close();
    }
}
