package dev.nodejoin.testcluster.bed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nodejoin.testcluster.process.Outcome;
import dev.nodejoin.testcluster.process.Subprocess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A bed that runs: the folder in which it can be reached. Talking to it means running the Go program as a client. */
public record Bed(Path program, Path folder) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String ENVIRONMENT_PREFIX = "BED_ENVIRONMENT_";

    /** The reason why no bed can run on this host. */
    public static Optional<String> obstacle(Path program) {
        var outcome = Subprocess.run(new ProcessBuilder(program.toString(), "probe"), SOON);
        return outcome.succeeded() ? Optional.empty() : Optional.of(outcome.said());
    }

    /** The names of the folders below {@code root} whose beds run; those of killed beds are deleted. */
    public static List<String> running(Path program, Path root) {
        var listed = new ProcessBuilder(program.toString(), "beds", "--root", root.toString());
        return succeed(listed, new byte[0]).output().lines().toList();
    }

    /** Starts a machine and returns its address. */
    public String startMachine(MachineSpec spec) {
        try {
            return ask(JSON.writeValueAsBytes(spec), "start").output().strip();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    public void removeMachine(String name) {
        ask(new byte[0], "remove", name);
    }

    /** The addresses of its machines by their names. */
    public Map<String, String> machines() {
        return ask(new byte[0], "list")
                .output()
                .lines()
                .map(line -> line.split(" "))
                .collect(Collectors.toMap(words -> words[0], words -> words[1]));
    }

    /** Ends the bed; returns when everything of it is gone. */
    public void stop() {
        ask(new byte[0], "stop");
    }

    /**
     * A program in a machine, to be started as if it ran here: standard streams, signals and exit code are its own.
     * Values of environment variables do not show up in this host's process list.
     */
    public ProcessBuilder program(String machine, Map<String, String> environment, List<String> command) {
        var words = new ArrayList<>(List.of(machine));
        words.addAll(command);
        var client = client("exec", words);
        client.environment().keySet().removeIf(name -> name.startsWith(ENVIRONMENT_PREFIX));
        environment.forEach((name, value) -> client.environment().put(ENVIRONMENT_PREFIX + name, value));
        return client;
    }

    private Outcome ask(byte[] input, String request, String... arguments) {
        return succeed(client(request, List.of(arguments)), input);
    }

    private static Outcome succeed(ProcessBuilder client, byte[] input) {
        var outcome = Subprocess.run(client, SOON, input);
        if (!outcome.succeeded()) {
            throw new BedFailure(outcome.said().replaceFirst("^bed: ", ""));
        }
        return outcome;
    }

    private ProcessBuilder client(String request, List<String> arguments) {
        var command = new ArrayList<>(List.of(program.toString(), request, "--folder", folder.toString(), "--"));
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }
}
