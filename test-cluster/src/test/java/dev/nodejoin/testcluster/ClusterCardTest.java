package dev.nodejoin.testcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodejoin.testcluster.bed.MachineSpec.Mount;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterCardTest {
    @TempDir
    private Path directory;

    @Test
    void what_was_written_is_read() {
        var card = new ClusterCard(
                "1.35.4", "/bin", "/cache/bed", "https://127.0.0.1:1", List.of(Mount.readOnly("/a", "/b")));
        card.write(directory);
        assertThat(ClusterCard.read(directory)).isEqualTo(card);
    }

    @Test
    void a_folder_without_a_cluster_is_named() {
        assertThatThrownBy(() -> ClusterCard.read(directory))
                .isInstanceOf(ClusterFailure.class)
                .hasMessage(directory + " is not the directory of a cluster that runs");
    }
}
