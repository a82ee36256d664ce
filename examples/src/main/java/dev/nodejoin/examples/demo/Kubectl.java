package dev.nodejoin.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real kubectl, as one user. */
final class Kubectl {
    private static final int PATIENCE_SECONDS = 60;

    private final Path program;
    private final Path kubeconfig;

    private Kubectl(Path program, Path kubeconfig) {
        this.program = program;
        this.kubeconfig = kubeconfig;
    }

    /** Writes the kubeconfig to a file that only its owner can read. */
    static Kubectl as(String user, String kubeconfig, Path program, Path directory) {
        try {
            var file = directory.resolve(user + ".kubeconfig");
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, kubeconfig);
            return new Kubectl(program, file);
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
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(UTF_8));
            }
            var text = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                throw new DemoFailure("kubectl %s did not end".formatted(String.join(" ", arguments)));
            return new Answer(process.exitValue(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("interrupted");
        }
    }

    /** Runs a command that has to succeed. */
    String must(String... arguments) {
        var answer = run(arguments);
        if (!answer.succeeded())
            throw new DemoFailure("kubectl %s: %s".formatted(String.join(" ", arguments), answer.text()));
        return answer.text();
    }
}
