package dev.nodejoin.agent.reset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.agent.reset.ResetStep.Confirm;
import dev.nodejoin.agent.reset.ResetStep.Delete;
import dev.nodejoin.agent.reset.ResetStep.Empty;
import dev.nodejoin.agent.reset.ResetStep.EmptyExcept;
import dev.nodejoin.agent.reset.ResetStep.Refuse;
import dev.nodejoin.agent.reset.ResetStep.RemoveContainers;
import dev.nodejoin.agent.reset.ResetStep.StopKubelet;
import dev.nodejoin.agent.reset.ResetStep.Tell;
import dev.nodejoin.agent.reset.ResetStep.Unmount;
import dev.nodejoin.agent.reset.ResetStep.Warn;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ResetPlanTest {
    private static final List<String> FILES = List.of(
            "/etc/kubernetes/admin.conf",
            "/etc/kubernetes/super-admin.conf",
            "/etc/kubernetes/kubelet.conf",
            "/etc/kubernetes/bootstrap-kubelet.conf",
            "/etc/kubernetes/controller-manager.conf",
            "/etc/kubernetes/scheduler.conf");

    private final OrderBuilder order = new OrderBuilder();
    private final StateBuilder machine = new StateBuilder();

    @Test
    void the_steps_are_kubeadm_s_and_our_directory_comes_last() {
        assertThat(effects())
                .containsExactly(
                        new Confirm(),
                        new StopKubelet(),
                        new Unmount("/var/lib/kubelet"),
                        new RemoveContainers("unix:///run/cri.sock"),
                        new Empty(List.of("/etc/kubernetes/manifests", "/var/lib/kubelet", "/etc/kubernetes/pki")),
                        new Delete(FILES),
                        new EmptyExcept("/etc/kubernetes/nodejoin", "node.key"));
    }

    @Test
    void the_lines_are_kubeadm_s() {
        assertThat(lines())
                .startsWith(
                        "[preflight] Running pre-flight checks",
                        "[reset] Stopping the kubelet service",
                        "[reset] Unmounting mounted directories in \"/var/lib/kubelet\"",
                        "[reset] Removing Kubernetes-managed containers",
                        "[reset] Deleting contents of directories: [/etc/kubernetes/manifests /var/lib/kubelet"
                                + " /etc/kubernetes/pki]",
                        "[reset] Deleting files: [" + String.join(" ", FILES) + "]")
                .last()
                .asString()
                .contains("CNI", "iptables", "$HOME/.kube/config", "kubectl delete node");
    }

    @Test
    void force_asks_nobody() {
        order.force = true;

        assertThat(plan()).doesNotContain(new Confirm());
    }

    @Test
    void a_dry_run_asks_nobody_and_has_no_step_that_changes_anything() {
        order.dryRun = true;

        assertThat(plan()).allMatch(step -> step instanceof Tell);
        assertThat(lines())
                .contains(
                        "[dryrun] Would stop the kubelet service",
                        "[dryrun] Would unmount mounted directories in \"/var/lib/kubelet\"",
                        "[dryrun] Would remove Kubernetes-managed containers",
                        "[dryrun] Would delete files: [" + String.join(" ", FILES) + "]")
                .noneMatch(line -> line.startsWith("[reset]"));
    }

    @Test
    void without_root_nothing_follows_the_question() {
        machine.isPrivileged = false;

        assertThat(effects())
                .containsExactly(
                        new Confirm(),
                        new Refuse("preflight checks failed: [ERROR IsPrivilegedUser]: user is not running as root;"
                                + " run as root"));
    }

    @Test
    void the_check_for_root_can_be_made_a_warning() {
        machine.isPrivileged = false;
        for (var check : List.of("isprivilegeduser", "all")) {
            order.ignoredChecks = Set.of(check);

            assertThat(plan())
                    .contains(new Warn("\t[WARNING IsPrivilegedUser]: user is not running as root"), new StopKubelet());
        }
    }

    @Test
    void a_control_plane_is_turned_away_before_anything_is_changed() {
        machine.isControlPlane = true;

        assertThat(effects())
                .hasSize(2)
                .last()
                .isInstanceOfSatisfying(
                        Refuse.class,
                        refusal -> assertThat(refusal.sentence())
                                .contains("etcd member", "kubeadm reset", "--skip-phases=remove-etcd-member"));
    }

    @Test
    void whoever_skips_the_phase_of_etcd_has_dealt_with_it() {
        machine.isControlPlane = true;
        order.skipped = Set.of(ResetPhase.REMOVE_ETCD_MEMBER);

        assertThat(plan()).contains(new StopKubelet());
    }

    @Test
    void phases_that_are_skipped_leave_no_trace() {
        machine.isPrivileged = false;
        order.skipped = Set.of(ResetPhase.PREFLIGHT, ResetPhase.CLEANUP_NODE);

        assertThat(plan()).singleElement().isInstanceOf(Tell.class);
    }

    @Test
    void a_kubelet_directory_that_is_not_there_is_told_and_left_out() {
        machine.hasKubeletDirectory = false;

        assertThat(effects())
                .contains(new Empty(List.of("/etc/kubernetes/manifests", "/etc/kubernetes/pki")))
                .doesNotContain(new Unmount("/var/lib/kubelet"))
                .anyMatch(step -> step instanceof Warn(String line) && line.contains("/var/lib/kubelet"));
    }

    @Test
    void another_directory_of_certificates_is_emptied_instead_with_a_warning() {
        order.certificates = "/srv/pki";

        assertThat(plan())
                .contains(
                        new Warn("[reset] WARNING: Cleaning a non-default certificates directory: \"/srv/pki\""),
                        new Empty(List.of("/etc/kubernetes/manifests", "/var/lib/kubelet", "/srv/pki")));
    }

    @Test
    void the_temporary_directory_goes_on_request() {
        order.withTemporary = true;

        assertThat(plan())
                .contains(new Empty(List.of(
                        "/etc/kubernetes/manifests",
                        "/var/lib/kubelet",
                        "/etc/kubernetes/pki",
                        "/etc/kubernetes/tmp")));
    }

    @Test
    void the_key_goes_only_on_request() {
        order.forgetIdentity = true;

        assertThat(effects()).last().isEqualTo(new Delete(List.of("/etc/kubernetes/nodejoin")));
        assertThat(lines())
                .contains("[reset] Deleting directory \"/etc/kubernetes/nodejoin\" with the hand-off and the"
                        + " node key");
    }

    @Test
    void a_hand_off_goes_with_its_directory_where_there_is_no_key() {
        machine.own = Set.of("discovery.conf");

        assertThat(effects()).last().isEqualTo(new Delete(List.of("/etc/kubernetes/nodejoin")));
    }

    @Test
    void without_a_directory_of_ours_there_is_nothing_of_ours_to_say() {
        machine.own = Set.of();

        assertThat(effects()).last().isEqualTo(new Delete(FILES));
        assertThat(lines()).noneMatch(line -> line.contains("nodejoin"));
    }

    @Test
    void what_a_killed_join_left_goes_too() {
        machine.leftovers = List.of("/etc/kubernetes/kubelet.conf.nodejoin-tmp");

        assertThat(plan()).contains(new Delete(machine.leftovers));
    }

    private List<ResetStep> plan() {
        return ResetPlan.of(order.build(), machine.build());
    }

    private List<ResetStep> effects() {
        return plan().stream().filter(step -> !(step instanceof Tell)).toList();
    }

    private List<String> lines() {
        return plan().stream()
                .filter(Tell.class::isInstance)
                .map(step -> ((Tell) step).line())
                .toList();
    }

    private static final class OrderBuilder {
        private boolean force;
        private boolean dryRun;
        private String certificates = "/etc/kubernetes/pki";
        private boolean withTemporary;
        private boolean forgetIdentity;
        private Set<ResetPhase> skipped = Set.of();
        private Set<String> ignoredChecks = Set.of();

        private ResetOrder build() {
            return new ResetOrder(force, dryRun, certificates, withTemporary, forgetIdentity, skipped, ignoredChecks);
        }
    }

    private static final class StateBuilder {
        private boolean isPrivileged = true;
        private boolean isControlPlane;
        private boolean hasKubeletDirectory = true;
        private Set<String> own = Set.of("node.key", "discovery.conf");
        private List<String> leftovers = List.of();

        private MachineState build() {
            return new MachineState(
                    isPrivileged, isControlPlane, hasKubeletDirectory, "unix:///run/cri.sock", own, leftovers);
        }
    }
}
