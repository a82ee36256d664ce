package dev.nodejoin.protocol.kubeadm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodejoin.protocol.MalformedInputException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected lines were written by kubeadm 1.35.4 for the same registrations. */
class KubeletFlagsTest {
    private static final KubernetesVersion VERSION = KubernetesVersion.parse("v1.35.4");
    private static final Taint A = new Taint("a", "", "NoSchedule");

    @Test
    void a_plain_worker_gets_no_arguments() {
        assertThat(file(NodeRegistration.DEFAULTS)).isEqualTo("KUBELET_KUBEADM_ARGS=\"\"\n");
        assertThat(file(NodeRegistration.DEFAULTS.withName("host"))).isEqualTo("KUBELET_KUBEADM_ARGS=\"\"\n");
    }

    @Test
    void a_name_that_differs_from_the_hosts_is_told() {
        assertThat(file(NodeRegistration.DEFAULTS.withName("worker-1")))
                .isEqualTo("KUBELET_KUBEADM_ARGS=\"--hostname-override=worker-1\"\n");
    }

    @Test
    void the_host_name_is_compared_as_kubeadm_does() {
        var flags = KubeletFlags.of(NodeRegistration.DEFAULTS.withName("host"), " HOST\n", VERSION);

        assertThat(flags.arguments()).isEmpty();
    }

    @Test
    void taints_are_registered_in_their_order() {
        var taints = List.of(new Taint("a/b", "c", "NoSchedule"), new Taint("d", "", "NoExecute"));

        assertThat(file(NodeRegistration.DEFAULTS.withTaints(taints)))
                .isEqualTo("KUBELET_KUBEADM_ARGS=\"--register-with-taints=a/b=c:NoSchedule,d:NoExecute\"\n");
    }

    @Test
    void the_users_arguments_follow_in_their_order_and_are_quoted_as_go_does() {
        var registration = worker(
                new KubeletArgument("v", "4"),
                new KubeletArgument("node-labels", "a=b,c=\"d\\e\""),
                new KubeletArgument("node-ip", "10.0.0.1"),
                new KubeletArgument("v", "2"),
                new KubeletArgument("x", "ü\t\u200b\ud83d\ude00"));

        assertThat(file(registration))
                .isEqualTo(
                        "KUBELET_KUBEADM_ARGS=\"--hostname-override=worker-1 --register-with-taints=a:NoSchedule --v=4"
                                + " --node-labels=a=b,c=\\\"d\\\\e\\\" --node-ip=10.0.0.1 --v=2 --x=ü\\t\\u200b\ud83d\ude00\"\n");
    }

    @Test
    void the_users_arguments_replace_those_of_the_same_name() {
        var registration = worker(
                new KubeletArgument("register-with-taints", "z:NoExecute"),
                new KubeletArgument("hostname-override", "other"));

        assertThat(file(registration))
                .isEqualTo("KUBELET_KUBEADM_ARGS=\"--register-with-taints=z:NoExecute --hostname-override=other\"\n");
    }

    @Test
    void the_runtimes_socket_can_be_among_the_flags() {
        var flags = KubeletFlags.of(NodeRegistration.DEFAULTS.withName("worker-1"), "host", VERSION)
                .withRuntimeEndpoint("unix:///run/x.sock");

        assertThat(flags.arguments())
                .containsExactly("--container-runtime-endpoint=unix:///run/x.sock", "--hostname-override=worker-1");
    }

    @Test
    void a_kubelet_before_1_35_is_refused() {
        assertThatThrownBy(() -> KubeletFlags.of(NodeRegistration.DEFAULTS, "host", KubernetesVersion.parse("v1.34.9")))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("v1.34.9");
    }

    @Test
    void the_instance_configuration_is_one_quoted_line() {
        assertThat(KubeletFlags.instanceConfig("unix:///var/run/containerd/containerd.sock"))
                .isEqualTo("containerRuntimeEndpoint: \"unix:///var/run/containerd/containerd.sock\"\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a b | '' | NoSchedule | key",
                "'' | '' | NoSchedule | key",
                "A_b/c | '' | NoSchedule | key",
                "a/b/c | '' | NoSchedule | key",
                "a | b --c | NoSchedule | value",
                "a | b,c:NoExecute | NoSchedule | value",
                "a | b | Never | effect"
            })
    void a_taint_that_could_smuggle_an_argument_is_refused(String key, String value, String effect, String part) {
        assertThatThrownBy(() -> new Taint(key, value, effect))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("a taint's " + part);
    }

    private static NodeRegistration worker(KubeletArgument... arguments) {
        return new NodeRegistration(
                Optional.of("worker-1"),
                Optional.empty(),
                List.of(A),
                List.of(arguments),
                List.of(),
                "IfNotPresent",
                true);
    }

    private static String file(NodeRegistration registration) {
        return KubeletFlags.of(registration, "host", VERSION).environmentFile();
    }
}
