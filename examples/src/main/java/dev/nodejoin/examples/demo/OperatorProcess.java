package dev.nodejoin.examples.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The operator as it is built, with the rights it is shipped with. */
final class OperatorProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int STOP_SECONDS = 10;

    private final Process process;
    private final int port;

    private OperatorProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts the operator and waits until it is ready.
     *
     * @param kubeconfig of its ServiceAccount
     * @param endpoint the API server as machines see it
     */
    static OperatorProcess start(Path program, Path kubeconfig, String endpoint, Path log) {
        try {
            var port = freePort();
            var process = new ProcessBuilder(
                            program.toString(),
                            "--kubeconfig=" + kubeconfig,
                            "--api-server-endpoint=" + endpoint,
                            "--http-address=127.0.0.1",
                            "--http-port=" + port)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            var operator = new OperatorProcess(process, port);
            operator.awaitReady(log);
            return operator;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void awaitReady(Path log) {
        var deadline = Instant.now().plus(PATIENCE);
        while (!isReady()) {
            if (!process.isAlive() || Instant.now().isAfter(deadline)) {
                close();
                throw new DemoFailure("the operator did not become ready; its log is " + log);
            }
            Pause.of(POLL);
        }
    }

    private boolean isReady() {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/readyz".formatted(port)))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Ends it as Kubernetes would: SIGTERM first. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
