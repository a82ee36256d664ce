package dev.nodejoin.operator.scenario;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.nodejoin.operator.runtime.OperatorMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The operator as it is shipped: its main class with the jars it is given, in a process of its own. */
final class OperatorProgram implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final JsonMapper JSON = new JsonMapper();

    private final Process process;
    private final Path output;
    private final Path error;

    private OperatorProgram(Process process, Path output, Path error) {
        this.process = process;
        this.output = output;
        this.error = error;
    }

    /** Starts it; what it says goes into the folder. */
    static OperatorProgram start(Path folder, String... arguments) {
        try {
            var output = Files.createTempFile(folder, "operator-", ".out");
            var error = Files.createTempFile(folder, "operator-", ".err");
            return new OperatorProgram(builder(output, error, arguments).start(), output, error);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProcessBuilder builder(Path output, Path error, String... arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                "target/classes:target/dependencies/*",
                OperatorMain.class.getName()));
        command.addAll(List.of(arguments));
        var builder =
                new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(error.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("KUBE") || name.endsWith("_OPTIONS"));
        // The client would try again for minutes, longer than a test waits.
        builder.environment().put("KUBERNETES_REQUEST_RETRY_BACKOFFLIMIT", "1");
        return builder;
    }

    OperatorProgram awaitStarted() {
        await("the operator to start").atMost(PATIENCE).until(() -> said("operator started") || !process.isAlive());
        if (!process.isAlive()) throw new AssertionError("the operator did not start: " + error() + output());
        return this;
    }

    boolean said(String message) {
        return output().contains("\"message\":\"" + message + "\"");
    }

    /** What Kubernetes does to end a Pod. */
    OperatorProgram terminate() {
        process.destroy();
        return this;
    }

    int awaitExit() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                throw new AssertionError("the operator does not end: " + error() + output());
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String output() {
        return read(output);
    }

    String error() {
        return read(error);
    }

    /** Its log, of which every line has to be an object. */
    List<JsonNode> log() {
        return output().lines().map(OperatorProgram::parse).toList();
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + line, e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
