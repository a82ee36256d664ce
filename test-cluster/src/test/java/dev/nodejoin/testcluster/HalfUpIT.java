package dev.nodejoin.testcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.nodejoin.testcluster.binaries.Environment;
import dev.nodejoin.testcluster.binaries.KubernetesBinaries;
import dev.nodejoin.testcluster.binaries.KubernetesVersion;
import dev.nodejoin.testcluster.process.Subprocess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A launcher that does not come to its end leaves no cluster. */
class HalfUpIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String NAME = "half-up-" + ProcessHandle.current().pid();

    @BeforeAll
    static void check() {
        assumeThat(TestCluster.unavailable()).isEmpty();
        // Another test may be building them now, which takes longer than a launcher is waited for here.
        var environment = Environment.current();
        KubernetesBinaries.obtain(KubernetesVersion.wanted(environment), environment);
    }

    /** A launcher that came to its end after all, since its test failed before, has left a cluster. */
    @AfterEach
    void takeDown() {
        if (BedFolders.named(NAME).toFile().exists()) down();
    }

    @Test
    void nothing_is_left_after_it_was_killed() {
        try (var launcher = up()) {
            assertNothingLeftAfter(launcher, () -> launcher.signal("KILL", false));
        }
    }

    @Test
    void nothing_is_left_after_ctrl_c() {
        try (var launcher = up("setsid", "env", "--default-signal=INT")) {
            assertNothingLeftAfter(launcher, () -> launcher.signal("INT", true));
        }
    }

    @Test
    void it_can_be_taken_down() throws IOException {
        try (var launcher = up()) {
            assertNothingLeftAfter(launcher, HalfUpIT::down);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(launcher.process().isAlive()).isFalse());
            assertThat(launcher.process().exitValue()).isEqualTo(1);
            assertThat(launcher.process().errorReader().readAllAsString())
                    .isEqualTo("error: the cluster was taken down while it started\n");
        }
    }

    /** A launcher whose cluster has a machine, but no API server that serves. */
    private static OtherJvm up(String... before) {
        var launcher = OtherJvm.start(OtherJvm.command(List.of(before), Launcher.class, "up", "--name", NAME));
        await().atMost(PATIENCE)
                .until(() -> BedFolders.named(NAME).resolve("machines").toFile().isDirectory());
        return launcher;
    }

    private static void down() {
        var down = OtherJvm.command(List.of(), Launcher.class, "down", "--name", NAME);
        assertThat(Subprocess.run(down, Duration.ofMinutes(1)).said()).isEmpty();
    }

    private static void assertNothingLeftAfter(OtherJvm launcher, Runnable end) {
        var processes = launcher.descendants();
        assertThat(processes).isNotEmpty();
        end.run();
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(OtherJvm.alive(processes)).isEmpty();
            assertThat(BedFolders.named(NAME)).doesNotExist();
        });
    }
}
