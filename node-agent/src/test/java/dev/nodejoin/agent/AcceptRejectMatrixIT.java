package dev.nodejoin.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.agent.matrix.Matrix;
import dev.nodejoin.testcluster.binaries.Environment;
import dev.nodejoin.testcluster.binaries.KubernetesBinaries;
import dev.nodejoin.testcluster.binaries.KubernetesVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever kubeadm takes the agent takes, and whatever it refuses is refused: flags, files, and both together. */
class AcceptRejectMatrixIT {
    private static final String KUBECONFIG = """
            apiVersion: v1
            kind: Config
            clusters:
            - name: ""
              cluster: {server: https://api.test:6443}
            """;

    @TempDir
    private static Path folder;

    private static Matrix matrix;

    @BeforeAll
    static void askBoth() throws Exception {
        var release = KubernetesVersion.wanted(Environment.current());
        var kubeadm = KubernetesBinaries.obtain(release, Environment.current()).resolve("kubeadm");
        Files.writeString(folder.resolve("discovery.conf"), KUBECONFIG);
        matrix = Matrix.of(
                Matrix.rows(), kubeadm, dev.nodejoin.protocol.kubeadm.KubernetesVersion.parse(release.value()), folder);
        System.out.printf("kubeadm %s and the agent: %s", release, matrix.summary());
    }

    @Test
    void there_are_rows_enough_to_mean_something() {
        assertThat(Matrix.rows()).hasSizeGreaterThanOrEqualTo(150);
    }

    @Test
    void the_agent_takes_and_refuses_what_kubeadm_does() {
        assertThat(matrix.disagreements()).isEmpty();
    }

    @Test
    void every_allowed_difference_still_exists() {
        assertThat(matrix.needlessAllowances()).isEmpty();
    }
}
