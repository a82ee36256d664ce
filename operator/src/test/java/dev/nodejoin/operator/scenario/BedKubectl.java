package dev.nodejoin.operator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.testcluster.TestCluster;
import dev.nodejoin.testcluster.process.Subprocess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The cluster's own kubectl, as its administrator, for namespace {@code nodejoin}. */
record BedKubectl(Path program, Path folder) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static BedKubectl of(TestCluster cluster, Path folder) {
        try {
            Files.writeString(folder.resolve("config"), cluster.adminKubeconfig());
            return new BedKubectl(cluster.binaries().resolve("kubectl"), folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String run(String... arguments) {
        var outcome = Subprocess.run(builder(arguments), PATIENCE);
        assertThat(outcome.exitCode()).as(outcome.said()).isZero();
        return outcome.output();
    }

    /** Runs on; what it says goes into the file. */
    Process start(Path output, String... arguments) {
        try {
            return builder(arguments)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProcessBuilder builder(String... arguments) {
        var command = new ArrayList<>(List.of(
                program.toString(),
                "--kubeconfig",
                folder.resolve("config").toString(),
                "--namespace",
                OperatorBed.NAMESPACE));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("HOME", folder.toString());
        return builder;
    }
}
