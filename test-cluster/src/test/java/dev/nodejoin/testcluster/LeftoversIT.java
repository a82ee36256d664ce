package dev.nodejoin.testcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.nodejoin.testcluster.bed.BedProcess;
import dev.nodejoin.testcluster.binaries.BedProgram;
import dev.nodejoin.testcluster.binaries.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However the end comes, nothing is left: no process, no folder, no mount, no port. */
class LeftoversIT {
    @TempDir
    private static Path root;

    @BeforeAll
    static void check() {
        assumeThat(TestCluster.unavailable()).isEmpty();
    }

    @Test
    void nothing_is_left_after_close() throws IOException {
        var before = ProcessHandle.current().descendants().toList();
        var cluster = TestCluster.start();
        var directory = cluster.directory();
        cluster.startMachine("worker");
        var processes = ProcessHandle.current()
                .descendants()
                .filter(process -> !before.contains(process))
                .toList();
        assertThat(processes).hasSizeGreaterThan(6);
        cluster.close();
        assertThat(OtherJvm.alive(processes)).isEmpty();
        assertGone(directory);
    }

    @Test
    void closing_twice_does_no_harm() {
        var bed = bed();
        bed.close();
        bed.close();
        assertThat(bed.bed().folder()).doesNotExist();
    }

    @Test
    void nothing_is_left_after_the_jvm_was_killed() {
        try (var jvm = OtherJvm.start()) {
            assertNothingLeftAfter(jvm, () -> jvm.signal("KILL", false));
        }
    }

    @Test
    void nothing_is_left_after_ctrl_c() {
        // setsid gives it a process group of its own, as a shell does; Ctrl-C is SIGINT for all of that.
        // What a shell starts in the background ignores SIGINT, and so does all below it; env undoes that.
        try (var jvm = OtherJvm.start("setsid", "env", "--default-signal=INT")) {
            assertNothingLeftAfter(jvm, () -> jvm.signal("INT", true));
        }
    }

    private static void assertNothingLeftAfter(OtherJvm jvm, Runnable end) {
        var directory = Path.of(jvm.said("ready"));
        assertThat(jvm.said("joined")).isEqualTo("0");
        var processes = jvm.descendants();
        assertThat(processes).hasSizeGreaterThan(6);
        end.run();
        await().untilAsserted(() -> {
            assertThat(OtherJvm.alive(processes)).isEmpty();
            assertGone(directory);
        });
    }

    @Test
    void a_bed_whose_outermost_process_is_killed_dies_and_its_folder_is_swept_at_the_next_start() {
        var before = ProcessHandle.current().descendants().toList();
        var orphan = bed().bed().folder();
        var processes = ProcessHandle.current()
                .descendants()
                .filter(process -> !before.contains(process))
                .toList();
        processes.getFirst().destroyForcibly();
        await().untilAsserted(() -> assertThat(OtherJvm.alive(processes)).isEmpty());
        assertThat(orphan).exists();
        try (var next = bed()) {
            assertThat(orphan).doesNotExist();
            assertThat(next.bed().folder()).exists();
        }
    }

    @Test
    void a_bed_that_runs_is_not_swept() {
        try (var first = bed();
                var second = bed()) {
            assertThat(first.bed().folder()).exists();
            assertThat(second.bed().machines()).isEmpty();
            assertThat(first.bed().machines()).isEmpty();
        }
    }

    /** Below a root of its own, so that nobody else's start sweeps here. */
    private static BedProcess bed() {
        return BedProcess.start(BedProgram.obtain(Environment.current()), root, Layout.TARGET);
    }

    private static void assertGone(Path directory) throws IOException {
        assertThat(directory).doesNotExist();
        assertThat(Files.readString(Path.of("/proc/self/mounts"))).doesNotContain(directory.toString());
    }
}
