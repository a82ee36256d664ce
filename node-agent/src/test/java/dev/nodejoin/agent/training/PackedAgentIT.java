package dev.nodejoin.agent.training;

import static dev.nodejoin.agent.training.LaunchedAgent.CACHE_REQUIRED;
import static dev.nodejoin.agent.training.LaunchedAgent.Outcome.JOINED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.agent.training.LaunchedAgent.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive that {@code make image} packs; {@code make reproduce} compares two that are built from the sources. */
class PackedAgentIT {
    @TempDir
    private Path directory;

    private LaunchedAgent built;

    @BeforeEach
    void find() {
        built = LaunchedAgent.built();
    }

    @Test
    void it_has_the_same_bytes_whoever_packs_where_and_when() throws IOException, InterruptedException {
        var copy = built.copy("-r", directory.resolve("copy"));
        var one = pack(built, "umask 022", Map.of("TZ", "UTC"));
        var other = pack(copy, "umask 077", Map.of("TZ", "Asia/Kathmandu", "LC_ALL", "C"));

        assertThat(one).hasSameBinaryContentAs(other);
    }

    /** No two runs make the same cache. */
    @Test
    void it_has_no_cache_and_the_one_that_was_built_fits_it() throws IOException, InterruptedException {
        var archive = pack(built, "umask 022", Map.of());
        var unpacked = new LaunchedAgent(Files.createDirectory(directory.resolve("unpacked")));
        succeed("tar", "-xzf", archive.toString(), "-C", unpacked.directory().toString());

        assertThat(unpacked.cache()).doesNotExist();
        assertThat(unpacked.join(Map.of())).isEqualTo(JOINED);

        Files.copy(built.cache(), unpacked.cache());
        assertThat(unpacked.join(CACHE_REQUIRED)).isEqualTo(JOINED);
    }

    private Path pack(LaunchedAgent agent, String before, Map<String, String> environment)
            throws IOException, InterruptedException {
        var archive = Files.createTempDirectory(directory, "packed").resolve("node-agent.tar.gz");
        var script = Path.of("../deploy/pack-agent").toAbsolutePath();
        var words = List.of(
                "sh",
                "-c",
                before + "; exec \"$@\"",
                "sh",
                script.toString(),
                agent.directory().toString(),
                archive.toString());
        assertThat(LaunchedAgent.run(words, environment)).isEqualTo(new Outcome(0, ""));
        return archive;
    }

    private static void succeed(String... words) throws IOException, InterruptedException {
        assertThat(LaunchedAgent.run(List.of(words), Map.of())).isEqualTo(new Outcome(0, ""));
    }
}
