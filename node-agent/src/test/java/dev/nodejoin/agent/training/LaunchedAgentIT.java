package dev.nodejoin.agent.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent as {@code make build} lays it out, with a runtime of few modules and an AOT cache. */
class LaunchedAgentIT {
    private static final Path BUILT = Path.of("../dist").toAbsolutePath().normalize();
    private static final String LAUNCHER = "bin/node-agent";
    private static final String CACHE = "lib/node-agent/node-agent.aot";

    /** The virtual machine ends at once if the cache is of no use to it. */
    private static final Map<String, String> CACHE_REQUIRED = Map.of("JDK_JAVA_OPTIONS", "-XX:AOTMode=on");

    @TempDir
    private Path directory;

    @BeforeEach
    void it_was_built() {
        assumeThat(BUILT.resolve(LAUNCHER)).as("built by make build").isExecutable();
    }

    @Test
    void a_join_goes_through_with_the_cache_and_without_the_modules_that_were_left_out()
            throws IOException, InterruptedException {
        assertThat(join(BUILT, CACHE_REQUIRED)).isEqualTo(new Outcome(0, ""));
    }

    /** kubeadm would use them; an API server is seldom behind them. */
    @Test
    void proxies_of_the_environment_are_ignored() throws IOException, InterruptedException {
        var nobody = "http://127.0.0.1:1";
        var environment = Map.of("HTTPS_PROXY", nobody, "https_proxy", nobody, "ALL_PROXY", nobody, "NO_PROXY", "");

        assertThat(join(BUILT, environment)).isEqualTo(new Outcome(0, ""));
    }

    @Test
    void the_cache_fits_where_the_agent_is_copied_to_too() throws IOException, InterruptedException {
        assertThat(join(copied(), CACHE_REQUIRED).exitCode()).isZero();
    }

    @Test
    void without_the_cache_nobody_notices() throws IOException, InterruptedException {
        var copy = copied();
        Files.delete(copy.resolve(CACHE));

        assertThat(join(copy, Map.of())).isEqualTo(new Outcome(0, ""));
        assertThat(join(copy, CACHE_REQUIRED).exitCode()).isNotZero();
    }

    @Test
    void with_a_cache_that_was_cut_short_or_does_not_fit_nobody_notices() throws IOException, InterruptedException {
        var copy = copied();
        Files.write(copy.resolve(CACHE), new byte[] {1, 2, 3});

        assertThat(join(copy, Map.of())).isEqualTo(new Outcome(0, ""));

        Files.copy(BUILT.resolve(CACHE), copy.resolve(CACHE), StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(copy.resolve("lib/node-agent/node-agent.jar"), FileTime.fromMillis(0));

        assertThat(join(copy, Map.of())).isEqualTo(new Outcome(0, ""));
    }

    private record Outcome(int exitCode, String errors) {}

    private Outcome join(Path dist, Map<String, String> environment) throws IOException, InterruptedException {
        try (var cluster = TrainingCluster.start()) {
            var words = new ArrayList<>(List.of(dist.resolve(LAUNCHER).toString()));
            words.addAll(cluster.joinArguments(
                    Files.createTempDirectory(directory, "root").toString()));
            return run(words, environment);
        }
    }

    private Outcome run(List<String> words, Map<String, String> environment) throws IOException, InterruptedException {
        var errors = directory.resolve("errors");
        var builder = new ProcessBuilder(words)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(errors.toFile());
        builder.environment().putAll(environment);
        var process = builder.start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        var said = Files.readString(errors, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("NOTE: Picked up JDK_JAVA_OPTIONS"))
                .toList();
        return new Outcome(process.exitValue(), String.join("\n", said));
    }

    /** With times and modes, as {@code cp -a} or {@code scp -p} copy it. */
    private Path copied() throws IOException, InterruptedException {
        var copy = Files.createDirectories(directory.resolve("elsewhere"));
        for (var part : List.of("bin/node-agent", "lib/node-agent")) {
            Files.createDirectories(copy.resolve(part).getParent());
            var copying = new ProcessBuilder(
                            "cp",
                            "-a",
                            BUILT.resolve(part).toString(),
                            copy.resolve(part).toString())
                    .start();
            assertThat(copying.waitFor()).isZero();
        }
        return copy;
    }
}
