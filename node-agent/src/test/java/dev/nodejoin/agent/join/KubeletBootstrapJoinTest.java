package dev.nodejoin.agent.join;

import static dev.nodejoin.agent.join.JoinRun.AUTHORITY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodejoin.agent.files.NodeFileException;
import dev.nodejoin.agent.files.NodeFiles;
import dev.nodejoin.agent.fixture.Goals;
import dev.nodejoin.agent.fixture.Lifetime;
import dev.nodejoin.agent.fixture.ScriptedCluster;
import dev.nodejoin.agent.fixture.TestAuthority;
import dev.nodejoin.agent.plan.Bootstrap;
import dev.nodejoin.agent.plan.ExitCode;
import dev.nodejoin.agent.plan.FileMode;
import dev.nodejoin.agent.plan.FileOnDisk;
import dev.nodejoin.agent.plan.NodePaths;
import dev.nodejoin.agent.plan.NodeView;
import dev.nodejoin.protocol.kubeconfig.Kubeconfig;
import dev.nodejoin.protocol.patch.KubeletPatches;
import dev.nodejoin.protocol.token.BootstrapToken;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubeletBootstrapJoinTest {
    private static final List<String> LEFT = List.of(
            "/etc/kubernetes/kubelet.conf",
            "/etc/kubernetes/pki/ca.crt",
            "/var/lib/kubelet/config.yaml",
            "/var/lib/kubelet/instance-config.yaml",
            "/var/lib/kubelet/kubeadm-flags.env",
            "/var/lib/kubelet/pki/kubelet-client-current.pem",
            "/var/lib/kubelet/pki/kubelet-client-now.pem");

    private final JoinRun join = kubeletsWay(new JoinRun());

    private static JoinRun kubeletsWay(JoinRun join) {
        join.kubelet.bootstraps(AUTHORITY);
        return join.to(Goals.worker(AUTHORITY, ScriptedCluster.TOKEN).with(Bootstrap.KUBELET, KubeletPatches.NONE));
    }

    @Test
    void the_kubelet_gets_the_credential_and_asks_for_its_certificate_by_itself() {
        join.run();

        assertThat(join.cluster.requests()).isEmpty();
        assertThat(join.kubelet.calls()).containsExactly("stop", "start []");
        assertThat(join.out.toString())
                .contains("Waiting for the kubelet to perform the TLS Bootstrap")
                .contains("'kubectl get csr' (requestor system:bootstrap:abcdef)")
                .contains("'kubectl certificate approve NAME'")
                .contains("This node has joined the cluster:");
    }

    @Test
    void what_remains_is_what_kubeadm_leaves() {
        join.run();

        assertThat(join.files.paths()).containsExactlyElementsOf(LEFT);
    }

    @Test
    void the_credential_is_kubeadm_s_under_the_cluster_s_own_name() {
        join.cluster.configMap(
                "kube-system/kubeadm-config",
                Map.of(
                        "ClusterConfiguration",
                        ScriptedCluster.CLUSTER_CONFIGURATION.replace("clusterName: kubernetes", "clusterName: prod")));
        join.killAfterChange(1);

        assertThat(join.files.content(NodePaths.BOOTSTRAP_KUBELET_CONF))
                .isEqualTo(Kubeconfig.bootstrap(
                                "prod", Goals.SERVER, AUTHORITY.pem(), BootstrapToken.parse(ScriptedCluster.TOKEN))
                        .write());
        assertThat(join.files.modes()).containsEntry(NodePaths.BOOTSTRAP_KUBELET_CONF, "rw-------");
    }

    @Test
    void a_run_that_was_killed_in_any_moment_is_completed_by_the_next() {
        var moment = 1;
        while (killedThenCompleted(moment)) {
            moment++;
        }
        assertThat(moment).isGreaterThan(30);
    }

    private static boolean killedThenCompleted(int moment) {
        var join = kubeletsWay(new JoinRun());
        var killed = join.isKilledWithin(Lifetime.of(moment));
        join.run();

        var how = "killed in moment " + moment;
        assertThat(join.out.toString()).as(how).contains("This node has joined the cluster:");
        assertThat(join.files.paths()).as(how).containsExactlyElementsOf(LEFT);
        assertThat(join.cluster.requests()).as(how).isEmpty();
        assertThat(join.kubelet.runsOnCurrentFiles()).as(how).isTrue();
        return killed;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void what_was_begun_the_kubelet_s_way_can_be_ended_the_agent_s_way(int changes) {
        join.killAfterChange(changes);
        join.to(Goals.worker(AUTHORITY, ScriptedCluster.TOKEN)).run();

        assertThat(join.out.toString()).contains("This node has joined the cluster:");
        assertThat(join.files.paths()).doesNotContain(NodePaths.BOOTSTRAP_KUBELET_CONF);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void what_was_begun_the_agent_s_way_can_be_ended_the_kubelet_s_way(int changes) {
        var byAgent = new JoinRun();
        byAgent.kubelet.bootstraps(AUTHORITY);
        byAgent.killAfterChange(changes);
        byAgent.to(Goals.worker(AUTHORITY, ScriptedCluster.TOKEN).with(Bootstrap.KUBELET, KubeletPatches.NONE))
                .run();

        assertThat(byAgent.out.toString()).contains("This node has joined the cluster:");
    }

    @Test
    void a_run_after_a_complete_one_changes_nothing_and_restarts_nothing() {
        join.run();
        var before = join.files.snapshot();
        join.run();

        assertThat(join.files.snapshot()).isEqualTo(before);
        assertThat(join.kubelet.calls()).containsExactly("stop", "start []");
    }

    @Test
    void a_kubelet_that_waits_for_approval_is_left_running_by_the_next_run() {
        join.kubelet.isApproved(false);
        join.killAfterChange(5);
        join.failure();

        assertThat(join.kubelet.calls()).containsExactly("stop", "start []");
    }

    @Test
    void without_approval_the_run_ends_and_takes_the_credential_off_the_disk() {
        join.kubelet.isApproved(false);

        var failure = join.failure();
        assertThat(failure.code()).isEqualTo(ExitCode.NOT_APPROVED);
        assertThat(failure.sentence())
                .contains("did not get its certificate within 5m0s")
                .contains("/var/lib/kubelet/pki/kubelet-client-current.pem is not there")
                .contains("kubectl get csr");
        assertThat(join.files.paths()).doesNotContain(NodePaths.BOOTSTRAP_KUBELET_CONF);
    }

    @Test
    void the_run_after_one_without_approval_brings_the_credential_again() {
        join.kubelet.isApproved(false);
        join.failure();
        join.kubelet.isApproved(true);
        join.run();

        assertThat(join.out.toString()).contains("This node has joined the cluster:");
    }

    @Test
    void a_kubelet_that_never_gets_healthy_keeps_no_credential_either() {
        join.kubelet.neverHealthy();

        assertThat(join.failure().code()).isEqualTo(ExitCode.KUBELET);
        assertThat(join.files.paths()).doesNotContain(NodePaths.BOOTSTRAP_KUBELET_CONF);
    }

    @Test
    void a_credential_that_can_t_be_taken_off_the_disk_does_not_hide_why_the_wait_failed() {
        join.kubelet.isApproved(false);

        assertThatThrownBy(() -> join.runOn(new Irremovable(join.files)))
                .isInstanceOfSatisfying(JoinFailedException.class, e -> {
                    assertThat(e.failure().code()).isEqualTo(ExitCode.NOT_APPROVED);
                    assertThat(e.getSuppressed()).singleElement().isInstanceOf(NodeFileException.class);
                });
        assertThat(join.err.toString())
                .contains(
                        "WARNING: /etc/kubernetes/bootstrap-kubelet.conf, with a credential in it, is still there: full");
    }

    @Test
    void a_ready_node_of_the_name_is_seen_before_anything_is_written() {
        join.cluster.node("worker-1", new NodeView("uid-old", true, "2026-11-24T10:00:00Z"));

        assertThat(join.failure().code()).isEqualTo(ExitCode.NAME_TAKEN);
        assertThat(join.files.paths()).isEmpty();
    }

    @Test
    void a_bootstrap_credential_of_another_cluster_stops_the_join() {
        var other = Kubeconfig.bootstrap(
                "kubernetes",
                Goals.SERVER,
                TestAuthority.named("other").pem(),
                BootstrapToken.parse(ScriptedCluster.TOKEN));
        join.files.put(NodePaths.BOOTSTRAP_KUBELET_CONF, other.write(), "rw-------");

        assertThat(join.failure().sentence())
                .contains("/etc/kubernetes/bootstrap-kubelet.conf is there already and is not of this cluster");
        assertThat(join.cluster.calls()).isEmpty();
    }

    @Test
    void an_older_bootstrap_credential_of_this_cluster_is_replaced() {
        var older = Kubeconfig.bootstrap(
                "kubernetes", Goals.SERVER, AUTHORITY.pem(), BootstrapToken.parse("zzzzzz.0123456789abcdef"));
        join.files.put(NodePaths.BOOTSTRAP_KUBELET_CONF, older.write(), "rw-------");
        join.run();

        assertThat(join.out.toString()).contains("This node has joined the cluster:");
    }

    /** A disk that is full, or read-only by now. */
    private record Irremovable(NodeFiles disk) implements NodeFiles {
        @Override
        public Optional<FileOnDisk> read(String path) {
            return disk.read(path);
        }

        @Override
        public void write(String path, String content, FileMode mode) {
            disk.write(path, content, mode);
        }

        @Override
        public void link(String path, String target) {
            disk.link(path, target);
        }

        @Override
        public void remove(String path) {
            throw new NodeFileException("full");
        }

        @Override
        public boolean isListening(String path) {
            return disk.isListening(path);
        }
    }
}
