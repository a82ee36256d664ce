package dev.nodejoin.testcluster.bed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The process that holds a bed. Until it is detached it lives as long as its standard input, a pipe from this JVM, is open;
 * so it ends with this JVM, however that ends.
 */
public final class BedProcess implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONGEST_END = Duration.ofSeconds(10);
    private static final Duration MOMENT = Duration.ofMillis(500);

    /** What the bed takes for a parent's leave. */
    private static final byte[] LEAVE = "detach\n".getBytes(StandardCharsets.US_ASCII);

    private final Process process;
    private final Bed bed;
    private final String address;

    private BedProcess(Process process, Bed bed, String address) {
        this.process = process;
        this.bed = bed;
        this.address = address;
    }

    /**
     * A bed in a new folder below {@code root}, whose name is made up; {@code target} is the inner address that its loopback
     * port leads to.
     */
    public static BedProcess start(Path program, Path root, String target) {
        return start(program, List.of("--root", root.toString(), "--forward", target));
    }

    /** A bed whose folder has this name. */
    public static BedProcess start(Path program, Path root, String target, String name) {
        return start(program, List.of("--root", root.toString(), "--forward", target, "--name", name));
    }

    private static BedProcess start(Path program, List<String> options) {
        var command = new ArrayList<>(List.of(program.toString(), "run"));
        command.addAll(options);
        try {
            var process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var line = Optional.ofNullable(process.inputReader().readLine());
            var ready = JSON.readTree(line.orElse("{\"error\":\"the bed ended before it was ready\"}"));
            return from(process, program, ready);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BedProcess from(Process process, Path program, JsonNode ready) {
        if (ready.has("error")) {
            throw new BedFailure("the bed did not start: " + ready.path("error").asText());
        }
        var bed = new Bed(program, Path.of(ready.path("folder").asText()));
        return new BedProcess(process, bed, ready.path("address").asText());
    }

    public Bed bed() {
        return bed;
    }

    /** The loopback port, as host:port. */
    public String address() {
        return address;
    }

    /** Lets the bed outlive this JVM, until somebody stops it. */
    public void detach() {
        try (var input = process.getOutputStream()) {
            input.write(LEAVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the bed has ended though nobody closed it, or is about to. */
    public boolean isEnding() {
        try {
            return process.waitFor(MOMENT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Returns when every process of the bed, and its folder, are gone. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
