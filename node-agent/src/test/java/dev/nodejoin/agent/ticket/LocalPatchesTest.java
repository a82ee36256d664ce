package dev.nodejoin.agent.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodejoin.protocol.kubeadm.KubeletConfiguration;
import dev.nodejoin.protocol.patch.KubeletPatches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPatchesTest {
    private static final String BASE = "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path directory;

    @Test
    void a_directory_of_an_impossible_name_is_refused() {
        assertThatThrownBy(() -> LocalPatches.read(Optional.of("/patches\0")))
                .isInstanceOf(TicketException.class)
                .hasMessage("no patches directory can be called /patches");
    }

    @Test
    void without_a_directory_nothing_is_patched_and_nothing_said() {
        assertThat(LocalPatches.read(Optional.empty())).isEqualTo(KubeletPatches.NONE);
    }

    @Test
    void files_are_taken_by_name_and_directories_below_count_where_they_stand() throws IOException {
        put("kubeletconfiguration.yaml", "maxPods: 2\n");
        put("a/kubeletconfiguration.yaml", "maxPods: 1\npodsPerCore: 1\n");
        put("z/kubeletconfiguration.yaml", "podsPerCore: 3\n");

        assertThat(KubeletConfiguration.parse(BASE).withPatches(read()).write())
                .isEqualTo(BASE + "maxPods: 2\npodsPerCore: 3\n");
    }

    @Test
    void a_link_to_a_file_is_read_as_mounted_volumes_have_them() throws IOException {
        put("elsewhere/content", "maxPods: 2\n");
        Files.createSymbolicLink(
                directory.resolve("kubeletconfiguration.yaml"), directory.resolve("elsewhere/content"));

        assertThat(KubeletConfiguration.parse(BASE).withPatches(read()).write()).contains("maxPods: 2");
    }

    @Test
    void what_is_passed_by_is_not_opened() throws IOException {
        Files.createSymbolicLink(directory.resolve("..data"), directory);
        Files.createSymbolicLink(directory.resolve("README"), Path.of("/nowhere"));

        assertThat(read().lines())
                .contains(
                        "Ignoring file \"README\": the file extension must be one of [json yaml]",
                        "Ignored the following files: [..data README]");
    }

    @Test
    void a_directory_that_is_not_there_is_named() {
        var missing = directory.resolve("missing").toString();

        assertThatThrownBy(() -> LocalPatches.read(Optional.of(missing)))
                .isInstanceOf(TicketException.class)
                .hasMessage("the patches directory %s is not there or not a directory".formatted(missing));
    }

    @Test
    void a_link_to_a_directory_is_refused_as_kubeadm_does() throws IOException {
        var link = Files.createSymbolicLink(directory.resolve("link"), directory);

        assertThatThrownBy(() -> LocalPatches.read(Optional.of(link.toString())))
                .hasMessageContaining("not a directory");
    }

    @Test
    void a_malformed_file_is_named_with_its_document_and_line() throws IOException {
        put("kubeletconfiguration.yaml", "maxPods: 2\n---\nmaxPods: 2\nbroken: [\n");

        assertThatThrownBy(this::read)
                .isInstanceOf(TicketException.class)
                .hasMessageContaining(
                        "\"kubeletconfiguration.yaml\": document 2: the text is not well-formed YAML or JSON: see line");
    }

    @Test
    void a_type_that_is_unknown_is_named() throws IOException {
        put("kubeletconfiguration+jsn.yaml", "[]");

        assertThatThrownBy(this::read)
                .hasMessageContaining("unknown or missing patch type after '+', must be one of [json merge strategic]");
    }

    @Test
    void a_file_that_is_too_large_is_named() throws IOException {
        put("kubeletconfiguration.yaml", "# " + "x".repeat(1 << 20));

        assertThatThrownBy(this::read).hasMessageContaining("kubeletconfiguration.yaml is larger than 1048576 bytes");
    }

    private KubeletPatches read() {
        return LocalPatches.read(Optional.of(directory.toString()));
    }

    private void put(String name, String content) throws IOException {
        var file = directory.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, content);
    }
}
