package dev.nodejoin.agent.join;

import static dev.nodejoin.agent.join.JoinRun.AUTHORITY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.agent.fixture.Goals;
import dev.nodejoin.agent.fixture.ScriptedCluster;
import dev.nodejoin.agent.plan.Bootstrap;
import dev.nodejoin.agent.plan.ExitCode;
import dev.nodejoin.protocol.patch.KubeletPatches;
import dev.nodejoin.protocol.patch.PatchFile;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class KubeletStartTest {
    private final JoinRun join = new JoinRun();

    @Test
    void patches_are_applied_below_the_machine_s_own_settings() {
        patched("kubeletconfiguration.yaml", "maxPods: 42\ncontainerRuntimeEndpoint: unix:///other\n");
        join.run();

        assertThat(join.files.content("/var/lib/kubelet/config.yaml"))
                .contains("maxPods: 42\n")
                .contains("containerRuntimeEndpoint: unix:///var/run/containerd/containerd.sock\n");
    }

    @Test
    void the_lines_about_patches_stand_where_kubeadm_has_them() {
        patched("kubeletconfiguration+json.yaml", "- {op: add, path: /maxPods, value: 42}\n");
        join.run();

        assertThat(join.out.toString()).contains("""
                        [kubelet-start] Writing kubelet configuration to file "/var/lib/kubelet/instance-config.yaml"
                        [patches] Reading patches from path "/patches"
                        [patches] Found the following patch files: [kubeletconfiguration+json.yaml]
                        [patches] Applied patch of type "application/json-patch+json" to target "kubeletconfiguration"
                        [patches] Applied patch of type "application/strategic-merge-patch+json" to target "kubeletconfiguration"
                        [kubelet-start] Writing kubelet configuration to file "/var/lib/kubelet/config.yaml"
                        """);
    }

    @Test
    void the_health_of_the_kubelet_is_asked_for_where_a_patch_puts_it() {
        patched("kubeletconfiguration.yaml", "healthzPort: 10999\nhealthzBindAddress: ::1\n");

        assertThat(join.failure().sentence()).contains("http://[::1]:10999/healthz");
    }

    @Test
    void a_patch_that_does_not_fit_is_named_before_anything_is_written_or_asked_for() {
        patched("kubeletconfiguration1+json.yaml", "- {op: test, path: /cgroupDriver, value: systemd}\n");

        var failure = join.failure();
        assertThat(failure.code()).isEqualTo(ExitCode.TICKET);
        assertThat(failure.sentence())
                .contains("the patch \"kubeletconfiguration1+json.yaml\", document 1 can't be applied")
                .contains("operation 1: the value at \"/cgroupDriver\"")
                .contains("--patches", "spec.kubelet.patches");
        assertThat(join.files.paths()).containsExactly("/etc/kubernetes/nodejoin/node.key");
        assertThat(join.cluster.requests()).isEmpty();
    }

    @Test
    void a_kubelet_that_could_not_be_started_is_waited_for_since_somebody_may_start_it() {
        join.kubelet.complainsAboutStarting("no init system");
        join.run();

        assertThat(join.err.toString()).contains("[kubelet-start] WARNING: no init system");
        assertThat(join.out.toString()).contains("This node has joined the cluster:");
    }

    @Test
    void a_request_that_nobody_approves_by_itself_is_told_with_the_command() {
        join.cluster.neverDecides();
        var name = "kubectl certificate approve node-csr-";

        assertThat(join.failure().code()).isEqualTo(ExitCode.NOT_APPROVED);
        assertThat(join.out.toString().split("kubectl certificate approve", -1)).hasSize(2);
        assertThat(join.out.toString()).contains(name);
    }

    @Test
    void a_request_that_is_approved_at_once_is_not_talked_about() {
        join.run();

        assertThat(join.out.toString()).doesNotContain("kubectl certificate approve");
    }

    @Test
    void a_join_goes_on_when_an_administrator_approves_late() {
        var since = join.clock.now();
        join.cluster.decides(request -> join.clock.now().isBefore(since.plus(Duration.ofSeconds(60)))
                ? request.decision()
                : join.cluster.issued(request));
        join.run();

        assertThat(join.out.toString())
                .contains("kubectl certificate approve")
                .contains("This node has joined the cluster:");
    }

    private void patched(String file, String content) {
        var patches = KubeletPatches.read("/patches", List.of(new PatchFile(file, content.getBytes(UTF_8))));
        join.to(Goals.worker(AUTHORITY, ScriptedCluster.TOKEN).with(Bootstrap.AGENT, patches));
    }
}
