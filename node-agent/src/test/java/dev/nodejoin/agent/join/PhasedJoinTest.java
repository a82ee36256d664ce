package dev.nodejoin.agent.join;

import static dev.nodejoin.agent.join.JoinRun.AUTHORITY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.agent.files.DryRunFiles;
import dev.nodejoin.agent.fixture.Goals;
import dev.nodejoin.agent.fixture.ScriptedCluster;
import dev.nodejoin.agent.plan.ExitCode;
import dev.nodejoin.agent.plan.JoinExtent;
import dev.nodejoin.agent.plan.JoinGoal;
import dev.nodejoin.agent.plan.JoinPhase;
import dev.nodejoin.agent.plan.NodePaths;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Joins in parts, and joins that only look. */
class PhasedJoinTest {
    private static final JoinGoal GOAL = Goals.worker(AUTHORITY, ScriptedCluster.TOKEN);
    private static final String DIRECTORY = "/etc/kubernetes/tmp/kubeadm-join-dryrun1";

    private final JoinRun join = new JoinRun();

    @Test
    void phase_by_phase_is_the_same_as_all_at_once() {
        var whole = new JoinRun();
        whole.run();
        run(JoinPhase.PREFLIGHT);
        run(JoinPhase.KUBELET_START);
        run(JoinPhase.KUBELET_WAIT_BOOTSTRAP);

        assertThat(join.files.modes()).isEqualTo(whole.files.modes());
        assertThat(join.kubelet.calls()).isEqualTo(whole.kubelet.calls());
        assertThat(join.cluster.requests()).hasSize(1);
    }

    @Test
    void preflight_alone_leaves_the_machine_as_it_was() {
        run(JoinPhase.PREFLIGHT);

        assertThat(join.files.paths()).isEmpty();
        assertThat(join.kubelet.calls()).isEmpty();
        assertThat(join.out.toString())
                .contains("[preflight] Reading configuration")
                .contains("[join] Done as far as was asked; left out: kubelet-start, kubelet-wait-bootstrap")
                .doesNotContain("has joined");
    }

    @Test
    void kubelet_start_alone_does_not_say_that_the_node_has_joined() {
        join.kubelet.neverHealthy();
        run(JoinPhase.KUBELET_START);

        assertThat(join.kubelet.calls()).containsExactly("stop", "start []");
        assertThat(join.out.toString())
                .contains("left out: preflight, kubelet-wait-bootstrap")
                .doesNotContain("has joined");
    }

    @Test
    void a_phase_can_be_run_again() {
        run(JoinPhase.KUBELET_START);
        var before = join.files.snapshot();
        run(JoinPhase.KUBELET_START);

        assertThat(join.files.snapshot()).isEqualTo(before);
        assertThat(join.kubelet.calls()).containsExactly("stop", "start []");
    }

    @Test
    void the_wait_alone_ends_with_the_words_that_wrappers_look_for() {
        run(JoinPhase.KUBELET_START);
        run(JoinPhase.KUBELET_WAIT_BOOTSTRAP);

        assertThat(join.out.toString()).contains("\nThis node has joined the cluster:\n");
    }

    @Test
    void the_wait_alone_needs_a_kubelet_that_was_started() {
        assertThat(join.to(GOAL.within(JoinExtent.only(JoinPhase.KUBELET_WAIT_BOOTSTRAP)))
                        .failure()
                        .code())
                .isEqualTo(ExitCode.KUBELET);
    }

    @Test
    void a_dry_run_writes_into_its_directory_alone_and_asks_for_nothing() {
        join.to(GOAL.within(JoinExtent.WHOLE.asDryRun(true))).runOn(new DryRunFiles(join.files, DIRECTORY));

        assertThat(join.files.paths())
                .containsExactlyInAnyOrder(
                        DIRECTORY + "/ca.crt",
                        DIRECTORY + "/config.yaml",
                        DIRECTORY + "/instance-config.yaml",
                        DIRECTORY + "/kubeadm-flags.env",
                        DIRECTORY + "/kubelet.conf");
        assertThat(join.cluster.requests()).isEmpty();
        assertThat(join.cluster.calls()).allMatch(call -> call.contains(" get "));
        assertThat(join.kubelet.calls()).isEmpty();
    }

    @Test
    void what_a_dry_run_writes_is_what_the_join_writes() {
        join.to(GOAL.within(JoinExtent.WHOLE.asDryRun(true))).runOn(new DryRunFiles(join.files, DIRECTORY));
        join.to(GOAL).run();

        for (var file : List.of(NodePaths.KUBELET_CONFIG, NodePaths.KUBELET_FLAGS, NodePaths.INSTANCE_CONFIG)) {
            assertThat(join.files.content(DIRECTORY + file.substring(file.lastIndexOf('/'))))
                    .isEqualTo(join.files.content(file));
        }
    }

    @Test
    void a_dry_run_tells_the_steps_and_shows_the_files_that_are_no_secret() {
        join.to(GOAL.within(JoinExtent.WHOLE.asDryRun(true))).runOn(new DryRunFiles(join.files, DIRECTORY));

        assertThat(join.out.toString())
                .containsSubsequence(
                        "[identity] Would make the node key /etc/kubernetes/nodejoin/node.key\n",
                        "[certificate] Would create the certificate signing request of that key for \"system:node:worker-1\"",
                        "[kubelet-start] Would stop the kubelet\n",
                        "[kubelet-start] Would write the file \"/etc/kubernetes/kubelet.conf\" (rw-------)\n",
                        "[kubelet-start] Would start the kubelet\n",
                        "[kubelet-check] Would wait up to 4m0s for a healthy kubelet at http://127.0.0.1:10248/healthz\n",
                        "[registration] Would wait up to 2m0s for the Node \"worker-1\" to be registered\n",
                        "[dryrun] Would write file \"/var/lib/kubelet/config.yaml\" with content:\napiVersion: ",
                        "[dryrun] Would write file \"/var/lib/kubelet/kubeadm-flags.env\" with content:\n",
                        "KUBELET_KUBEADM_ARGS=\"\"\n",
                        "[dryrun] Nothing was changed")
                .doesNotContain("certificate-authority-data")
                .doesNotContain("BEGIN CERTIFICATE")
                .doesNotContain("has joined");
    }

    @Test
    void a_dry_run_of_a_complete_join_would_do_nothing_to_the_files() {
        join.run();
        var before = join.files.snapshot();
        join.to(GOAL.within(JoinExtent.WHOLE.asDryRun(true))).runOn(new DryRunFiles(join.files, DIRECTORY));

        assertThat(join.files.snapshot()).isEqualTo(before);
        assertThat(join.out.toString()).contains("[kubelet-start] Would start the kubelet unless it is healthy");
    }

    private void run(JoinPhase phase) {
        join.to(GOAL.within(JoinExtent.only(phase))).run();
    }
}
