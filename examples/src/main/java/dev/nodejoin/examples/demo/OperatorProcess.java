package dev.nodejoin.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nodejoin.testcluster.Machine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The operator as it is built, on a machine of the cluster, so that it ends with the cluster however that ends. */
final class OperatorProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int STOP_SECONDS = 10;
    private static final String KUBECONFIG = "/root/operator.kubeconfig";
    private static final String STARTED = "\"operator started\"";

    private final Process process;
    private final Path log;
    private final CountDownLatch silent = new CountDownLatch(1);
    private volatile boolean ended;

    private OperatorProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts the operator and waits until it says that it has.
     *
     * @param kubeconfig of its ServiceAccount, with the API server as machines see it
     * @param log where on this host its log goes
     */
    static OperatorProcess start(Machine machine, String program, String kubeconfig, String endpoint, Path log) {
        machine.write(KUBECONFIG, kubeconfig.getBytes(UTF_8), "rw-------");
        var operator = new OperatorProcess(
                machine.start(List.of(
                        program,
                        "--kubeconfig=" + KUBECONFIG,
                        "--api-server-endpoint=" + endpoint,
                        "--http-address=127.0.0.1",
                        "--http-port=0")),
                log);
        Thread.ofVirtual().start(operator::keepLog);
        operator.awaitStarted();
        return operator;
    }

    private void keepLog() {
        try (var lines = process.inputReader()) {
            copy(lines);
        } catch (IOException e) {
            if (!ended) throw new UncheckedIOException(e);
        } finally {
            silent.countDown();
        }
    }

    private void copy(BufferedReader lines) throws IOException {
        for (var line = lines.readLine(); line != null; line = lines.readLine())
            Files.writeString(log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void awaitStarted() {
        try {
            Pause.until(
                    "the operator to start",
                    PATIENCE,
                    () -> Optional.of(log()).filter(text -> text.contains(STARTED) || !process.isAlive()));
            if (process.isAlive()) return;
            silent.await(STOP_SECONDS, TimeUnit.SECONDS);
            var errors = new String(process.getErrorStream().readAllBytes(), UTF_8);
            throw new DemoFailure("the operator did not start: " + errors + log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("interrupted");
        }
    }

    private String log() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it as Kubernetes would: SIGTERM first. */
    @Override
    public void close() {
        ended = true;
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
