package dev.nodejoin.agent.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The agent as {@code make build} lays it out.
 *
 * @param directory with {@code bin} and {@code lib}
 */
record LaunchedAgent(Path directory) {
    /** The virtual machine ends at once if the cache is of no use to it. */
    static final Map<String, String> CACHE_REQUIRED = Map.of("JDK_JAVA_OPTIONS", "-XX:AOTMode=on");

    private static final String LAUNCHER = "bin/node-agent";
    private static final String HOME = "lib/node-agent";

    /** The one that was built; without it the test is skipped. */
    static LaunchedAgent built() {
        var agent = new LaunchedAgent(Path.of("../dist").toAbsolutePath().normalize());
        assumeThat(agent.launcher()).as("built by make build").isExecutable();
        return agent;
    }

    Path launcher() {
        return directory.resolve(LAUNCHER);
    }

    Path cache() {
        return directory.resolve(HOME + "/node-agent.aot");
    }

    /** What came of a run: its exit code, and what it said on standard error. */
    record Outcome(int exitCode, String errors) {
        static final Outcome JOINED = new Outcome(0, "");
    }

    /** Joins a training cluster with these more variables in the environment. */
    Outcome join(Map<String, String> environment) throws IOException, InterruptedException {
        try (var cluster = TrainingCluster.start()) {
            var root = Files.createTempDirectory("joined").toString();
            var words = new ArrayList<>(List.of(launcher().toString()));
            words.addAll(cluster.joinArguments(root));
            try {
                return run(words, environment);
            } finally {
                run(List.of("rm", "-rf", root), Map.of());
            }
        }
    }

    /** Copied as {@code cp} does it with these options. */
    LaunchedAgent copy(String options, Path destination) throws IOException, InterruptedException {
        for (var part : List.of(LAUNCHER, HOME)) {
            var to = Files.createDirectories(destination.resolve(part).getParent());
            var copied = run(List.of("cp", options, directory.resolve(part).toString(), to.toString()), Map.of());
            assertThat(copied).isEqualTo(new Outcome(0, ""));
        }
        return new LaunchedAgent(destination);
    }

    static Outcome run(List<String> words, Map<String, String> environment) throws IOException, InterruptedException {
        var errors = Files.createTempFile("errors", "");
        try {
            var builder =
                    new ProcessBuilder(words).redirectOutput(Redirect.DISCARD).redirectError(errors.toFile());
            builder.environment().putAll(environment);
            var process = builder.start();
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            return new Outcome(process.exitValue(), withoutNotes(Files.readString(errors)));
        } finally {
            Files.delete(errors);
        }
    }

    /** The virtual machine tells of options that it finds in the environment, the agent of what this host lacks. */
    private static String withoutNotes(String errors) {
        return String.join(
                "\n",
                errors.lines()
                        .filter(line -> !line.matches("(NOTE: )?Picked up .*") && !line.startsWith("\t[WARNING "))
                        .toList());
    }
}
