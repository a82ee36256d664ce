package dev.nodejoin.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodejoin.agent.plan.JoinExtent;
import dev.nodejoin.agent.plan.JoinPhase;
import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.kubeadm.JoinConfiguration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What of a command line and of a configuration decides how much of a join is done. */
class ExtentOptionsTest {
    private static final Optional<JoinConfiguration> SKIPS_PREFLIGHT = configuration("skipPhases: [preflight]");

    @Test
    void phases_of_the_option_take_the_place_of_the_configuration_s() {
        var extent = phases("--skip-phases", "kubelet-wait-bootstrap").extent(SKIPS_PREFLIGHT);

        assertThat(extent.leftOut()).containsExactly(JoinPhase.KUBELET_WAIT_BOOTSTRAP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--skip-phases="})
    void without_any_those_of_the_configuration_are_left_out(String option) {
        var options = option.isEmpty() ? phases() : phases(option);

        assertThat(options.extent(SKIPS_PREFLIGHT).leftOut()).containsExactly(JoinPhase.PREFLIGHT);
    }

    @Test
    void the_option_can_be_given_in_one_word_or_several_times() {
        assertThat(phases("--skip-phases=preflight,etcd-join", "--skip-phases", "kubelet-start")
                        .extent(Optional.empty())
                        .leftOut())
                .containsExactly(JoinPhase.PREFLIGHT, JoinPhase.KUBELET_START);
    }

    @Test
    void a_single_phase_is_run_though_the_configuration_skips_it() {
        var options = new PhaseOptions(Optional.of(JoinPhase.PREFLIGHT));

        assertThat(options.extent(SKIPS_PREFLIGHT)).isEqualTo(JoinExtent.only(JoinPhase.PREFLIGHT));
    }

    @Test
    void a_phase_that_the_configuration_misspells_is_refused() {
        assertThatThrownBy(() -> phases().extent(configuration("skipPhases: [preflihgt]")))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageStartingWith("invalid phase name: preflihgt");
    }

    @ParameterizedTest
    @CsvSource({
        "--dry-run, dryRun: false, true",
        "--dry-run, dryRun: true, true",
        "--dry-run=false, dryRun: true, false",
        "--dry-run=true, dryRun: false, true",
        "'', dryRun: true, true",
        "'', dryRun: false, false"
    })
    void a_dry_run_is_what_the_option_says_else_what_the_configuration_says(
            String option, String field, boolean wanted) {
        var options = new DryRunOption();
        CommandLine.populateCommand(options, option.isEmpty() ? new String[0] : new String[] {option});

        assertThat(options.isWanted(configuration(field))).isEqualTo(wanted);
    }

    private static PhaseOptions phases(String... arguments) {
        var options = new PhaseOptions(Optional.empty());
        CommandLine.populateCommand(options, arguments);
        return options;
    }

    private static Optional<JoinConfiguration> configuration(String field) {
        return Optional.of(JoinConfiguration.parse("""
                apiVersion: kubeadm.k8s.io/v1beta4
                kind: JoinConfiguration
                discovery:
                  file: {kubeConfigPath: /f}
                %s
                """.formatted(field)));
    }
}
