package dev.nodejoin.agent.reset;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MountTableTest {
    private static final Path KUBELET = Path.of("/var/lib/kubelet");

    @Test
    void mounts_below_the_directory_are_found_and_no_others() {
        var table = new MountTable("""
                proc /proc proc rw 0 0
                tmpfs /var/lib/kubelet tmpfs rw 0 0
                tmpfs /var/lib/kubelet-other/x tmpfs rw 0 0
                tmpfs /var/lib/kubelet/pods/a/volumes/v tmpfs rw 0 0
                """);

        assertThat(table.below(KUBELET)).containsExactly(Path.of("/var/lib/kubelet/pods/a/volumes/v"));
    }

    @Test
    void inner_mounts_come_before_outer_ones() {
        var table = new MountTable("""
                a /var/lib/kubelet/a/b/c tmpfs rw 0 0
                b /var/lib/kubelet/a tmpfs rw 0 0
                c /var/lib/kubelet/a/b tmpfs rw 0 0
                """);

        assertThat(table.below(KUBELET))
                .containsExactly(
                        Path.of("/var/lib/kubelet/a/b/c"),
                        Path.of("/var/lib/kubelet/a/b"),
                        Path.of("/var/lib/kubelet/a"));
    }

    @Test
    void two_mounts_on_one_place_are_two_to_take_away() {
        var table = new MountTable("""
                a /var/lib/kubelet/a tmpfs rw 0 0
                b /var/lib/kubelet/a tmpfs rw 0 0
                """);

        assertThat(table.below(KUBELET)).hasSize(2);
    }

    @Test
    void escaped_letters_are_read_back() {
        var table = new MountTable("a /var/lib/kubelet/a\\040b\\134c\\044 tmpfs rw 0 0\n");

        assertThat(table.below(KUBELET)).containsExactly(Path.of("/var/lib/kubelet/a b\\c$"));
    }

    @Test
    void strange_lines_are_passed_over() {
        assertThat(new MountTable("\nnothing\n").below(KUBELET)).isEmpty();
    }
}
