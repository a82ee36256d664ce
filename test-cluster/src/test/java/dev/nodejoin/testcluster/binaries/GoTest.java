package dev.nodejoin.testcluster.binaries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoTest {
    private static final GoVersion LEAST = new GoVersion(26, 2);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "go version go1.26.8 linux/amd64, 1.26.8",
        "go version go1.27 linux/arm64, 1.27.0",
        "go version go1.26rc1 linux/amd64, 1.26.0"
    })
    void a_compiler_tells_its_version(String said, String version) {
        assertThat(GoVersion.ofCompiler(said).orElseThrow()).hasToString(version);
    }

    @Test
    void a_compiler_that_is_too_old_is_refused_with_what_to_install() throws IOException {
        givenCompiler("go version go1.26.1 linux/amd64");
        assertThatThrownBy(() -> Go.find(environment(), LEAST))
                .isInstanceOf(NoBinaries.class)
                .hasMessage(
                        folder.resolve("go")
                                + " is Go 1.26.1, which is too old, and no other is fetched (GOTOOLCHAIN=local); install Go 1.26.2 or newer (https://go.dev/dl)");
    }

    @Test
    void a_compiler_that_is_new_enough_is_taken() throws IOException {
        givenCompiler("go version go1.26.2 linux/amd64");
        assertThat(Go.find(environment(), LEAST).program()).isEqualTo(folder.resolve("go"));
    }

    @Test
    void a_program_that_is_no_compiler_is_refused() throws IOException {
        givenCompiler("stone, paper, scissors");
        assertThatThrownBy(() -> Go.find(environment(), LEAST))
                .isInstanceOf(NoBinaries.class)
                .hasMessageContaining("does not tell its version (stone, paper, scissors)");
    }

    @Test
    void every_supported_release_has_a_module_that_names_the_least_go() {
        assertThat(KubernetesVersion.SUPPORTED)
                .allSatisfy(version -> assertThat(GoSources.find("kubernetes/" + version)
                                .orElseThrow()
                                .leastGo())
                        .isGreaterThanOrEqualTo(new GoVersion(25, 0))
                        .isLessThanOrEqualTo(new GoVersion(26, 0)));
    }

    private void givenCompiler(String says) throws IOException {
        var program = folder.resolve("go");
        Files.writeString(program, "#!/bin/sh\necho '" + says + "'\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    private Environment environment() {
        return new Environment(Map.of("PATH", folder.toString()));
    }
}
