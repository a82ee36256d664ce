package dev.nodejoin.agent;

import static dev.nodejoin.agent.AgentBed.APPROVED_AT_ONCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nodejoin.protocol.kubeadm.Taint;
import dev.nodejoin.protocol.pki.KubeletCertificatePair;
import dev.nodejoin.testcluster.Machine;
import io.fabric8.kubernetes.api.model.Node;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two machines of one cluster, one joined by the agent and one by real kubeadm from a hand-off of the same kind. */
class LikeKubeadmIT {
    private static final Taint TAINT = new Taint("example.com/edge", "", "NoSchedule");

    @RegisterExtension
    static final AgentBed bed = new AgentBed();

    private static Machine ours;
    private static Machine theirs;

    @BeforeAll
    static void joinBoth() {
        ours = bed.machine("by-agent");
        theirs = bed.machine("by-kubeadm");
        bed.deliver(ours, APPROVED_AT_ONCE, TAINT);
        bed.deliver(theirs, APPROVED_AT_ONCE, TAINT);
        bed.join(ours).orThrow();
        AgentBed.joinByKubeadm(theirs).orThrow();
        bed.awaitReady("by-agent");
        bed.awaitReady("by-kubeadm");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/kubernetes/kubelet.conf",
                "/etc/kubernetes/pki/ca.crt",
                "/var/lib/kubelet/instance-config.yaml",
                "/var/lib/kubelet/kubeadm-flags.env"
            })
    void the_file_is_the_same_byte_for_byte(String path) {
        assertThat(LeftOnDisk.text(ours, path)).isEqualTo(LeftOnDisk.text(theirs, path));
    }

    @Test
    void the_kubelet_s_configuration_says_the_same() {
        assertThat(LeftOnDisk.configuration(ours)).isEqualTo(LeftOnDisk.configuration(theirs));
    }

    /** Once both kubelets have made what kubelets make. */
    @Test
    void the_file_trees_are_the_same_names_types_modes_and_links() {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(LeftOnDisk.tree(ours)).isEqualTo(LeftOnDisk.tree(theirs)));
    }

    @Test
    void the_certificates_differ_in_name_and_key_alone() {
        var agent = pair(ours);
        var kubeadm = pair(theirs);

        assertThat(agent.subject().replace("by-agent", "X"))
                .isEqualTo(kubeadm.subject().replace("by-kubeadm", "X"));
        assertThat(agent.key().publicKeyInfo().algorithm())
                .isEqualTo(kubeadm.key().publicKeyInfo().algorithm());
    }

    @Test
    void the_nodes_have_the_same_taints_and_labels() {
        var agent = node("by-agent");
        var kubeadm = node("by-kubeadm");

        assertThat(agent.getSpec().getTaints()).isEqualTo(kubeadm.getSpec().getTaints());
        assertThat(agent.getMetadata().getLabels().keySet())
                .isEqualTo(kubeadm.getMetadata().getLabels().keySet());
        assertThat(agent.getMetadata().getAnnotations().keySet())
                .isEqualTo(kubeadm.getMetadata().getAnnotations().keySet());
    }

    @Test
    void the_kubelet_is_started_by_the_same_calls() {
        assertThat(ours.systemctlCalls())
                .filteredOn(call -> !call.contains("containerd"))
                .containsExactly("is-active systemd-resolved", "stop kubelet", "daemon-reload", "restart kubelet");
        assertThat(theirs.systemctlCalls()).contains("stop kubelet", "daemon-reload", "restart kubelet");
    }

    private static Node node(String name) {
        return bed.cluster().admin().nodes().withName(name).get();
    }

    private static KubeletCertificatePair pair(Machine machine) {
        return KubeletCertificatePair.parse(
                LeftOnDisk.text(machine, "/var/lib/kubelet/pki/kubelet-client-current.pem"));
    }
}
