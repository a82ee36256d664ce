package dev.nodejoin.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.testcluster.binaries.Environment;
import dev.nodejoin.testcluster.binaries.KubernetesBinaries;
import dev.nodejoin.testcluster.binaries.KubernetesVersion;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The guide for those who come from kubeadm has a row for everything that kubeadm has, and none for what it has not. */
class MovingGuideIT {
    private static final KubernetesVersion RELEASE = KubernetesVersion.wanted(Environment.current());

    /** The last minor release whose kubeadm reads v1beta3. */
    private static final int LAST_OF_V1BETA3 = 36;

    private static KubeadmHelp kubeadm;

    @BeforeAll
    static void find() {
        kubeadm = new KubeadmHelp(
                KubernetesBinaries.obtain(RELEASE, Environment.current()).resolve("kubeadm"));
    }

    @ParameterizedTest
    @CsvSource({"join flags, join", "reset flags, reset"})
    void every_flag_has_a_row(String table, String command) {
        assertThat(MovingGuide.subjects(table)).containsExactlyInAnyOrderElementsOf(kubeadm.flags(List.of(command)));
    }

    @ParameterizedTest
    @CsvSource({"join phases, join", "reset phases, reset"})
    void every_phase_has_a_row(String table, String command) {
        assertThat(MovingGuide.subjects(table))
                .containsExactlyInAnyOrderElementsOf(kubeadm.phases(List.of(command, "phase")));
    }

    @Test
    void every_phase_takes_the_flags_that_it_takes_with_kubeadm() {
        var phases = MovingGuide.subjects("join phases");
        for (var phase : phases.stream().filter(name -> !isHolder(name, phases)).toList()) {
            var words = new ArrayList<>(List.of("join", "phase"));
            words.addAll(List.of(phase.split("/")));
            var command = MovingGuideTest.command(words);

            assertThat(kubeadm.flags(words)).as(phase).isNotEmpty();
            assertThat(command.getCommandSpec().optionsMap().keySet()).as(phase).containsAll(kubeadm.flags(words));
        }
    }

    @Test
    void every_field_that_is_printed_has_a_row_and_every_row_is_a_field() {
        var rows = MovingGuide.subjects("join fields");

        assertThat(rows).containsAll(kubeadm.defaultFields("join-defaults"));
        assertThat(kubeadm.unknownFields("v1beta4", rows)).isEmpty();
        assertThat(kubeadm.unknownFields("v1beta4", List.of("caCertPath", "nodeRegistration.nothing")))
                .containsExactly("nodeRegistration.nothing");
    }

    @Test
    void what_is_said_of_the_older_version_is_what_this_release_reads() {
        var rows = MovingGuide.subjects("join fields v1beta3");

        if (Integer.parseInt(RELEASE.minor()) <= LAST_OF_V1BETA3) {
            assertThat(kubeadm.unknownFields("v1beta3", rows)).isEmpty();
            assertThat(kubeadm.unknownFields("v1beta3", List.of("caCertPath", "nodeRegistration.nothing")))
                    .containsExactly("nodeRegistration.nothing");
        } else {
            assertThat(kubeadm.validation("v1beta3", rows)).contains("old API spec", "kubeadm v1.36");
        }
    }

    /** One that runs nothing by itself. */
    private static boolean isHolder(String phase, List<String> phases) {
        return phases.stream().anyMatch(other -> other.startsWith(phase + "/"));
    }
}
