package dev.nodejoin.api.rights;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.testcluster.process.Subprocess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The real kubectl, with a folder of its own for each user, which vanishes with the cluster. */
record Kubectl(Path program, Path folder) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static Kubectl with(String kubeconfig, Path program, Path parent) {
        try {
            var folder = Files.createTempDirectory(parent, "kubectl-");
            Files.writeString(folder.resolve("config"), kubeconfig);
            return new Kubectl(program, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a command said; both streams, as a terminal shows them. */
    record Said(int exitCode, String text) {
        String accepted() {
            assertThat(exitCode).as(text).isZero();
            return text;
        }

        String refused() {
            assertThat(exitCode).as(text).isNotZero();
            return text;
        }

        List<String> lines() {
            return accepted().lines().toList();
        }
    }

    Said run(String... arguments) {
        return run(Map.of(), "", arguments);
    }

    Said run(Map<String, String> environment, String input, String... arguments) {
        var command = new ArrayList<>(List.of(program.toString(), "--kubeconfig", file("config")));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        process.environment().keySet().removeIf(name -> name.startsWith("KUBE"));
        process.environment().put("HOME", folder.toString());
        process.environment().putAll(environment);
        var outcome = Subprocess.run(process, PATIENCE, input.getBytes(UTF_8));
        return new Said(outcome.exitCode(), outcome.output());
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }
}
