package dev.nodejoin.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodejoin.api.v1alpha1.KubeletExtraArgument;
import dev.nodejoin.operator.fixture.Specifications;
import dev.nodejoin.protocol.handoff.KubeletPatch;
import dev.nodejoin.protocol.handoff.MachineSettings;
import dev.nodejoin.protocol.kubeadm.KubeletArgument;
import dev.nodejoin.protocol.kubeadm.Timeouts;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a request says of a kubelet, as kubeadm's configuration has it. What is refused: {@link AcceptancePlanningTest}. */
class MachineSettingsReaderTest {
    @Test
    void where_nothing_is_said_kubeadms_defaults_hold() {
        assertThat(MachineSettingsReader.read(null)).isEqualTo(MachineSettings.NONE);
        assertThat(read("{}")).isEqualTo(MachineSettings.NONE);
    }

    @Test
    void the_order_of_arguments_and_their_repeats_are_kept() {
        assertThat(
                        read("{'extraArgs': [{'name': 'v', 'value': '4'}, {'name': 'a', 'value': ''}, {'name': 'v', 'value': '2'}]}")
                                .registration()
                                .kubeletExtraArgs())
                .containsExactly(
                        new KubeletArgument("v", "4"), new KubeletArgument("a", ""), new KubeletArgument("v", "2"));
    }

    /** The schema's list can't be had from code: it is a part of an annotation. */
    @Test
    void the_same_arguments_are_refused_here_and_by_the_schema() {
        var schema = Stream.of(KubeletExtraArgument.class.getAnnotationsByType(ValidationRule.class))
                .map(ValidationRule::value)
                .filter(rule -> rule.startsWith("!(self.name in ["))
                .flatMap(rule -> Pattern.compile("'([^']*)'").matcher(rule).results())
                .map(name -> name.group(1));

        assertThat(schema)
                .containsExactlyInAnyOrderElementsOf(MachineSettingsReader.REFUSED_ARGUMENTS)
                .allSatisfy(name -> assertThatThrownBy(
                                () -> read("{'extraArgs': [{'name': '%s', 'value': '/x'}]}".formatted(name)))
                        .hasMessage("kubelet.extraArgs[0].name: %s would undo what the request says".formatted(name)));
    }

    @Test
    void each_field_finds_its_place() {
        var settings = read("{'patches': [{'type': 'Merge', 'patch': 'maxPods: 5'}], 'skipPhases': ['preflight'],"
                + " 'ignorePreflightErrors': ['Swap'], 'criSocket': 'unix:///run/x.sock', 'imagePullPolicy': 'Never',"
                + " 'imagePullSerial': false}");

        assertThat(settings.patches()).isEqualTo(List.of(KubeletPatch.parse("Merge", "maxPods: 5")));
        assertThat(settings.skipPhases()).containsExactly("preflight");
        assertThat(settings.registration().ignorePreflightErrors()).containsExactly("swap");
        assertThat(settings.registration().criSocket()).contains("unix:///run/x.sock");
        assertThat(settings.registration().imagePullPolicy()).isEqualTo("Never");
        assertThat(settings.registration().imagePullSerial()).isFalse();
    }

    @Test
    void only_the_timeouts_that_are_said_change() {
        var timeouts =
                read("{'timeouts': {'discoverySeconds': 1, 'tlsBootstrapSeconds': 2, 'kubeletHealthCheckSeconds': 3,"
                                + " 'kubernetesAPICallSeconds': 4}}")
                        .timeouts();

        assertThat(timeouts.discovery()).isEqualTo(Duration.ofSeconds(1));
        assertThat(timeouts.tlsBootstrap()).isEqualTo(Duration.ofSeconds(2));
        assertThat(timeouts.kubeletHealthCheck()).isEqualTo(Duration.ofSeconds(3));
        assertThat(timeouts.kubernetesApiCall()).isEqualTo(Duration.ofSeconds(4));
        assertThat(timeouts.etcdApiCall()).isEqualTo(Timeouts.DEFAULTS.etcdApiCall());
        assertThat(read("{'timeouts': {}}").timeouts()).isEqualTo(Timeouts.DEFAULTS);
    }

    private static MachineSettings read(String kubelet) {
        return MachineSettingsReader.read(Specifications.spec("{'nodeName': 'w', 'kubelet': %s}".formatted(kubelet))
                .kubelet());
    }
}
