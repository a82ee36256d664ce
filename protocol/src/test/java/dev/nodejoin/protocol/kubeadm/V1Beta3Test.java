package dev.nodejoin.protocol.kubeadm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodejoin.protocol.MalformedInputException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A JoinConfiguration of kubeadm's version before the last. */
class V1Beta3Test {
    private static final String FILE = """
            apiVersion: kubeadm.k8s.io/v1beta3
            kind: JoinConfiguration
            discovery:
              file: {kubeConfigPath: /x}
            """;

    @Test
    void arguments_of_the_kubelet_are_a_mapping_and_come_sorted() {
        var join = JoinConfiguration.parse(FILE + "nodeRegistration: {kubeletExtraArgs: {v: '4', a: x, b: null}}");

        assertThat(join.nodeRegistration().kubeletExtraArgs())
                .containsExactly(
                        new KubeletArgument("a", "x"), new KubeletArgument("b", ""), new KubeletArgument("v", "4"));
    }

    @Test
    void the_timeout_of_the_discovery_moves_to_the_others() {
        assertThat(JoinConfiguration.parse(FILE + "  timeout: 90s\n").timeouts())
                .isEqualTo(Timeouts.DEFAULTS.withDiscovery(Duration.ofSeconds(90)));
        assertThat(JoinConfiguration.parse(FILE).timeouts()).isEqualTo(Timeouts.DEFAULTS);
        assertThatThrownBy(() -> JoinConfiguration.parse(FILE + "  timeout: soon\n"))
                .hasMessageContaining("discovery.timeout: a duration");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dryRun: true", "timeouts: {discovery: 1s}", "nodeRegistration: {imagePullSerial: false}"})
    void what_came_later_is_an_unknown_field(String later) {
        var join = JoinConfiguration.parse(FILE + later);

        assertThat(join.dryRun()).isFalse();
        assertThat(join.timeouts()).isEqualTo(Timeouts.DEFAULTS);
        assertThat(join.nodeRegistration().imagePullSerial()).isTrue();
        assertThat(join.warnings()).hasSize(2);
        assertThat(join.warnings().getLast()).startsWith("unknown field ");
    }

    @Test
    void the_timeout_of_the_discovery_is_unknown_in_the_next_version() {
        assertThat(JoinConfiguration.parse(FILE.replace("v1beta3", "v1beta4") + "  timeout: 90s\n")
                        .warnings())
                .containsExactly("unknown field discovery.timeout");
    }

    @Test
    void it_is_written_in_the_version_of_today() {
        assertThat(JoinConfiguration.parse(FILE + "  timeout: 90s\nnodeRegistration: {kubeletExtraArgs: {v: '4'}}")
                        .write())
                .isEqualTo("""
                        apiVersion: kubeadm.k8s.io/v1beta4
                        discovery:
                          file:
                            kubeConfigPath: /x
                        kind: JoinConfiguration
                        nodeRegistration:
                          kubeletExtraArgs:
                          - name: v
                            value: "4"
                        timeouts:
                          discovery: 1m30s
                        """);
    }

    @ParameterizedTest
    @CsvSource({"v1.31.0", "v1.36.9", "''"})
    void a_release_that_knows_it_or_is_not_known_takes_it_with_a_warning(String release) {
        assertThat(parse(release).warnings())
                .singleElement()
                .asString()
                .contains("kubeadm.k8s.io/v1beta3 is deprecated", "kubeadm config migrate");
    }

    @Test
    void a_release_that_knows_it_no_longer_refuses_it() {
        assertThatThrownBy(() -> parse("v1.37.0"))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("the kubelet of this machine is v1.37.0")
                .hasMessageContaining("kubeadm config migrate")
                .hasMessageContaining("v1.36");
    }

    @Test
    void the_release_is_asked_for_no_other_version() {
        assertThat(JoinConfiguration.parse(FILE.replace("v1beta3", "v1beta4").getBytes(UTF_8), () -> {
                            throw new AssertionError("asked");
                        })
                        .warnings())
                .isEmpty();
    }

    private static JoinConfiguration parse(String release) {
        return JoinConfiguration.parse(
                FILE.getBytes(UTF_8),
                () -> release.isEmpty() ? Optional.empty() : Optional.of(KubernetesVersion.parse(release)));
    }
}
