package dev.nodejoin.testcluster.binaries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentTest {
    @Test
    void the_cache_is_where_the_environment_says() {
        assertThat(new Environment(Map.of("XDG_CACHE_HOME", "/c", "HOME", "/h")).cache())
                .isEqualTo(Path.of("/c/nodejoin"));
        assertThat(new Environment(Map.of("HOME", "/h")).cache()).isEqualTo(Path.of("/h/.cache/nodejoin"));
        assertThat(new Environment(Map.of("XDG_CACHE_HOME", " ", "HOME", "/h")).cache())
                .isEqualTo(Path.of("/h/.cache/nodejoin"));
    }

    @Test
    void without_a_home_there_is_no_cache() {
        assertThatThrownBy(() -> new Environment(Map.of()).cache())
                .isInstanceOf(NoBinaries.class)
                .hasMessage("neither XDG_CACHE_HOME nor HOME is set, so there is no cache");
    }

    @Test
    void a_version_without_form_is_refused() {
        assertThatThrownBy(() -> KubernetesVersion.wanted(new Environment(Map.of("KUBERNETES_VERSION", "v1.35"))))
                .hasMessage("KUBERNETES_VERSION is \"v1.35\"; give a release such as 1.35.4");
    }

    @Test
    void a_given_folder_must_have_every_program(@TempDir Path folder) throws Exception {
        for (var program : KubernetesBinaries.PROGRAMS) give(folder, program, "1.35.4");
        Files.delete(folder.resolve("etcd"));
        assertThatThrownBy(() -> find(folder, "1.35.4"))
                .hasMessage("NODEJOIN_KUBERNETES_BIN is %s, which lacks etcd".formatted(folder));
        give(folder, "etcd", "");
        assertThat(find(folder, "1.35.4")).isEqualTo(folder);
    }

    @Test
    void a_given_folder_must_have_the_version_that_is_wanted(@TempDir Path folder) throws Exception {
        for (var program : KubernetesBinaries.PROGRAMS) give(folder, program, "1.35.4");
        assertThatThrownBy(() -> find(folder, "1.37.2"))
                .hasMessage("NODEJOIN_KUBERNETES_BIN is %s, whose kubeadm is v1.35.4, but v1.37.2 is wanted"
                        .formatted(folder));
    }

    private static Path find(Path folder, String version) {
        var environment = new Environment(Map.of("NODEJOIN_KUBERNETES_BIN", folder.toString()));
        return new GivenFolder(environment).find(new KubernetesVersion(version)).orElseThrow();
    }

    private static void give(Path folder, String program, String version) throws Exception {
        var file = folder.resolve(program);
        Files.writeString(file, "#!/bin/sh\necho v" + version + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
