package dev.nodejoin.testcluster.binaries;

import dev.nodejoin.testcluster.process.Subprocess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The Go compiler of this machine. */
public record Go(Path program, int minor, Environment environment) {
    private static final Pattern VERSION = Pattern.compile("go version go1\\.(\\d+)");
    private static final Path USUAL_FOLDER = Path.of("/usr/local/go/bin");
    private static final Duration LONGEST_BUILD = Duration.ofHours(2);

    /**
     * Finds Go 1.{@code leastMinor} or newer.
     *
     * @throws NoBinaries if there is none; the message says what to install
     */
    public static Go find(Environment environment, int leastMinor) {
        var program = environment
                .program("go", USUAL_FOLDER)
                .orElseThrow(() -> new NoBinaries(
                        "Go is not on PATH; install Go 1.%d or newer (https://go.dev/dl)".formatted(leastMinor)));
        var outcome = Subprocess.run(new ProcessBuilder(program.toString(), "version"), Duration.ofSeconds(30));
        var version = VERSION.matcher(outcome.output());
        if (!version.find()) {
            throw new NoBinaries("%s does not tell its version: %s".formatted(program, outcome.said()));
        }
        var minor = Integer.parseInt(version.group(1));
        if (minor < leastMinor) {
            throw new NoBinaries("%s is Go 1.%d, which is too old; install Go 1.%d or newer (https://go.dev/dl)"
                    .formatted(program, minor, leastMinor));
        }
        return new Go(program, minor, environment);
    }

    /** Builds one static program of the module in {@code module}. */
    public void build(Path module, String packageName, String linkerFlags, Path target) {
        var command = new ArrayList<>(List.of(program.toString(), "build", "-trimpath", "-buildvcs=false"));
        command.addAll(List.of("-ldflags", linkerFlags, "-o", target.toString(), packageName));
        var builder = new ProcessBuilder(command).directory(module.toFile());
        builder.environment().putAll(environment.variables());
        builder.environment().put("CGO_ENABLED", "0");
        // The compiler that is here is the one to use; nothing is fetched behind anybody's back.
        builder.environment().put("GOTOOLCHAIN", "local");
        builder.environment().put("GOWORK", "off");
        var outcome = Subprocess.run(builder, LONGEST_BUILD);
        if (!outcome.succeeded()) {
            throw new NoBinaries("go build %s failed: %s".formatted(packageName, outcome.said()));
        }
    }
}
