package dev.nodejoin.testcluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherTest {
    @Test
    void an_unknown_command_is_a_usage_error() {
        assertThat(saidOnError(2, "sideways")).contains("sideways");
    }

    @Test
    void groups_without_a_user_are_refused() {
        assertThat(saidOnError(1, "kubeconfig", "--group", "a")).isEqualTo("error: --group needs --user");
    }

    @Test
    void a_machine_needs_a_name() {
        assertThat(saidOnError(2, "machine")).contains("NAME");
    }

    @Test
    void a_directory_without_a_cluster_is_named() {
        assertThat(saidOnError(1, "kubeconfig", "--directory", "/nowhere"))
                .isEqualTo("error: /nowhere is not the directory of a cluster that runs");
    }

    @Test
    void a_version_without_form_is_refused() {
        assertThat(saidOnError(1, "up", "--kubernetes-version", "latest"))
                .isEqualTo("error: KUBERNETES_VERSION is \"latest\"; give a release such as 1.35.4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../root", "a/b", "Upper", "-a", "a-"})
    void a_name_that_is_no_folder_of_ours_is_refused(String name) {
        assertThat(saidOnError(1, "down", "--name", name))
                .isEqualTo(saidOnError(1, "up", "--name", name))
                .isEqualTo("error: the name \"" + name + "\" is not made of 1 to 40 of a-z, 0-9 and inner hyphens");
    }

    private static String saidOnError(int exitCode, String... arguments) {
        var said = new StringWriter();
        var launcher = Launcher.commandLine().setErr(new PrintWriter(said));
        assertThat(launcher.execute(arguments)).isEqualTo(exitCode);
        return said.toString().strip();
    }
}
