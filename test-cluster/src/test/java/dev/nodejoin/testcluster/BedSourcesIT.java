package dev.nodejoin.testcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.testcluster.binaries.Environment;
import dev.nodejoin.testcluster.process.Outcome;
import dev.nodejoin.testcluster.process.Subprocess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tests that are written in Go, beside what they test. */
class BedSourcesIT {
    @Test
    void the_tests_of_the_bed_pass() {
        var outcome = go("test", "./...");
        assertThat(outcome.exitCode()).as(outcome.said()).isZero();
    }

    @Test
    void the_sources_of_the_bed_have_no_suspicious_constructs() {
        var outcome = go("vet", "./...");
        assertThat(outcome.exitCode()).as(outcome.said()).isZero();
    }

    private static Outcome go(String... arguments) {
        var program = Environment.current()
                .program("go", Path.of("/usr/local/go/bin"))
                .orElseThrow(() -> new AssertionError("Go is needed; CONTRIBUTING.md says which"))
                .toString();
        var command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command)
                .directory(Path.of("src/main/go/bed").toAbsolutePath().toFile());
        builder.environment().put("CGO_ENABLED", "0");
        builder.environment().put("GOTOOLCHAIN", "local");
        return Subprocess.run(builder, Duration.ofMinutes(10));
    }
}
