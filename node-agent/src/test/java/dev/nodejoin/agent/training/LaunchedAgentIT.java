package dev.nodejoin.agent.training;

import static dev.nodejoin.agent.training.LaunchedAgent.CACHE_REQUIRED;
import static dev.nodejoin.agent.training.LaunchedAgent.Outcome.JOINED;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent as {@code make build} lays it out, with a runtime of few modules and an AOT cache. */
class LaunchedAgentIT {
    @TempDir
    private Path directory;

    private LaunchedAgent built;

    @BeforeEach
    void find() {
        built = LaunchedAgent.built();
    }

    @Test
    void a_join_goes_through_with_the_cache_and_without_the_modules_that_were_left_out()
            throws IOException, InterruptedException {
        assertThat(built.join(CACHE_REQUIRED)).isEqualTo(JOINED);
    }

    /** kubeadm would use them; an API server is seldom behind them. */
    @Test
    void proxies_of_the_environment_are_ignored() throws IOException, InterruptedException {
        var nobody = "http://127.0.0.1:1";
        var environment = Map.of("HTTPS_PROXY", nobody, "https_proxy", nobody, "ALL_PROXY", nobody, "NO_PROXY", "");

        assertThat(built.join(environment)).isEqualTo(JOINED);
    }

    @Test
    void the_cache_fits_where_the_agent_is_copied_to_with_its_times() throws IOException, InterruptedException {
        assertThat(built.copy("-a", directory).join(CACHE_REQUIRED)).isEqualTo(JOINED);
    }

    @Test
    void without_the_cache_nobody_notices() throws IOException, InterruptedException {
        var copy = built.copy("-a", directory);
        Files.delete(copy.cache());

        assertThat(copy.join(Map.of())).isEqualTo(JOINED);
        assertThat(copy.join(CACHE_REQUIRED).exitCode()).isNotZero();
    }

    @Test
    void with_a_cache_that_was_cut_short_nobody_notices() throws IOException, InterruptedException {
        var copy = built.copy("-a", directory);
        Files.write(copy.cache(), new byte[] {1, 2, 3});

        assertThat(copy.join(Map.of())).isEqualTo(JOINED);
        assertThat(copy.join(CACHE_REQUIRED).exitCode()).isNotZero();
    }
}
