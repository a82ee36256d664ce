package dev.nodejoin.testcluster.binaries;

import dev.nodejoin.testcluster.process.Outcome;
import dev.nodejoin.testcluster.process.Subprocess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The Go compiler of this machine. */
record Go(Path program, Environment environment) {
    private static final Path USUAL_FOLDER = Path.of("/usr/local/go/bin");
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration LONGEST_BUILD = Duration.ofHours(2);
    private static final int LAST_LINES = 12;

    /**
     * Finds a compiler of that version or newer.
     *
     * @throws NoBinaries if there is none; the message says what to install
     */
    static Go find(Environment environment, GoVersion least) {
        var advice = "install Go %s or newer (https://go.dev/dl)".formatted(least);
        var program = environment
                .program("go", USUAL_FOLDER)
                .orElseThrow(
                        () -> new NoBinaries("Go is neither on PATH nor in %s; %s".formatted(USUAL_FOLDER, advice)));
        var go = new Go(program, environment);
        var outcome = Subprocess.run(go.command(Path.of("/"), List.of("version")), SOON);
        var found = GoVersion.ofCompiler(outcome.output())
                .orElseThrow(() -> new NoBinaries(
                        "%s does not tell its version (%s); %s".formatted(program, outcome.said(), advice)));
        if (found.compareTo(least) < 0) {
            throw new NoBinaries("%s is Go %s, which is too old, and no other is fetched (GOTOOLCHAIN=local); %s"
                    .formatted(program, found, advice));
        }
        return go;
    }

    /** Builds one static program of the module in {@code module}. */
    void build(Path module, String packageName, String linkerFlags, Path target) {
        var outcome = Subprocess.run(
                command(
                        module,
                        List.of(
                                "build",
                                "-mod=readonly",
                                "-trimpath",
                                "-buildvcs=false",
                                "-ldflags",
                                linkerFlags,
                                "-o",
                                target.toString(),
                                packageName)),
                LONGEST_BUILD);
        if (!outcome.succeeded()) {
            throw new NoBinaries("go build %s failed: %s".formatted(packageName, lastLines(outcome)));
        }
    }

    private ProcessBuilder command(Path folder, List<String> arguments) {
        var words = new ArrayList<>(List.of(program.toString()));
        words.addAll(arguments);
        var builder = new ProcessBuilder(words).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment.variables());
        builder.environment().put("CGO_ENABLED", "0");
        // The compiler that is here is the one to use; nothing is fetched behind anybody's back.
        builder.environment().put("GOTOOLCHAIN", "local");
        builder.environment().put("GOWORK", "off");
        return builder;
    }

    private static String lastLines(Outcome outcome) {
        var lines = outcome.said().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }
}
