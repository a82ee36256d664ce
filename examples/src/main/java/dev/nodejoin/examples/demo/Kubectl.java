package dev.nodejoin.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nodejoin.testcluster.process.Subprocess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The real kubectl, as one user, with nothing of the host's: its caches vanish with the cluster. */
final class Kubectl {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path program;
    private final Path kubeconfig;
    private final Path folder;

    private Kubectl(Path program, Path kubeconfig, Path folder) {
        this.program = program;
        this.kubeconfig = kubeconfig;
        this.folder = folder;
    }

    /** Writes the kubeconfig to a file that only its owner can read. */
    static Kubectl as(String user, String kubeconfig, Path program, Path directory) {
        try {
            var file = directory.resolve(user + ".kubeconfig");
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, kubeconfig);
            return new Kubectl(program, file, directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path kubeconfig() {
        return kubeconfig;
    }

    /** What a command said; both streams, as a terminal shows them. */
    record Answer(int exitCode, String text) {
        boolean succeeded() {
            return exitCode == 0;
        }
    }

    Answer run(String... arguments) {
        return run("", List.of(arguments));
    }

    /** Runs a command with text as its standard input. */
    Answer run(String input, List<String> arguments) {
        var command = new ArrayList<>(List.of(program.toString(), "--kubeconfig", kubeconfig.toString()));
        command.addAll(arguments);
        var process = new ProcessBuilder(command).redirectErrorStream(true);
        process.environment().keySet().removeIf(name -> name.startsWith("KUBE"));
        process.environment().put("HOME", folder.toString());
        var outcome = Subprocess.run(process, PATIENCE, input.getBytes(UTF_8));
        return new Answer(outcome.exitCode(), outcome.output());
    }

    /** Runs a command that has to succeed. */
    String must(String... arguments) {
        var answer = run(arguments);
        if (!answer.succeeded())
            throw new DemoFailure("kubectl %s: %s".formatted(String.join(" ", arguments), answer.text()));
        return answer.text();
    }
}
