package dev.nodejoin.agent.reset;

import dev.nodejoin.agent.plan.NodePaths;
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
import java.util.ArrayList;
import java.util.List;

/**
 * The steps of a reset, in the order of {@code kubeadm reset} of Kubernetes 1.35, with its lines: phases preflight,
 * remove-etcd-member and cleanup-node. A dry run has no step that changes anything.
 */
public final class ResetPlan {
    static final String KUBELET_DIRECTORY = "/var/lib/kubelet";
    static final String MANIFESTS = "/etc/kubernetes/manifests";
    public static final String CERTIFICATES = "/etc/kubernetes/pki";

    static final String ROOT_CHECK = "IsPrivilegedUser";
    private static final String NOT_ROOT = ROOT_CHECK + "]: user is not running as root";
    private static final String TEMPORARY = "/etc/kubernetes/tmp";
    private static final List<String> FILES = List.of(
            "/etc/kubernetes/admin.conf",
            "/etc/kubernetes/super-admin.conf",
            NodePaths.KUBELET_CONF,
            NodePaths.BOOTSTRAP_KUBELET_CONF,
            "/etc/kubernetes/controller-manager.conf",
            "/etc/kubernetes/scheduler.conf");
    private static final String KEY_NAME = NodePaths.NODE_KEY.substring(NodePaths.OWN.length() + 1);
    private static final String FAREWELL = """

            The reset process does not clean up CNI plugin configuration (/etc/cni/net.d), network filtering rules
            (iptables, nftables, IPVS), kubeconfig files of people ($HOME/.kube/config), and hand-offs that were put
            elsewhere. The Node object stays until it is deleted: kubectl delete node.

            How to do this by hand:
                https://k8s.io/docs/reference/setup-tools/kubeadm/kubeadm-reset/
            """;

    private final ResetOrder order;
    private final MachineState machine;
    private final List<ResetStep> steps = new ArrayList<>();

    private ResetPlan(ResetOrder order, MachineState machine) {
        this.order = order;
        this.machine = machine;
    }

    public static List<ResetStep> of(ResetOrder order, MachineState machine) {
        var plan = new ResetPlan(order, machine);
        for (var phase : ResetPhase.values()) {
            if (!order.skipped().contains(phase)) {
                plan.add(phase);
            }
        }
        plan.steps.add(new Tell(FAREWELL));
        return plan.upToRefusal();
    }

    private List<ResetStep> upToRefusal() {
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i) instanceof Refuse) {
                return List.copyOf(steps.subList(0, i + 1));
            }
        }
        return List.copyOf(steps);
    }

    private void add(ResetPhase phase) {
        switch (phase) {
            case PREFLIGHT -> preflight();
            case REMOVE_ETCD_MEMBER -> removeEtcdMember();
            case CLEANUP_NODE -> cleanUp();
        }
    }

    private void preflight() {
        if (!order.force() && !order.dryRun()) {
            steps.add(new Confirm());
        }
        steps.add(new Tell("[preflight] Running pre-flight checks"));
        if (!machine.isPrivileged()) {
            steps.add(
                    order.ignores(ROOT_CHECK)
                            ? new Warn("\t[WARNING " + NOT_ROOT)
                            : new Refuse("preflight checks failed: [ERROR " + NOT_ROOT + "; run as root"));
        }
    }

    private void removeEtcdMember() {
        if (machine.isControlPlane()) {
            steps.add(new Refuse("this machine is a control plane, whose etcd member has to leave first: run kubeadm"
                    + " reset; or, if that is settled, use --skip-phases=remove-etcd-member"));
        }
    }

    private void cleanUp() {
        change("stop the kubelet service", "Stopping the kubelet service", new StopKubelet());
        unmount();
        change(
                "remove Kubernetes-managed containers",
                "Removing Kubernetes-managed containers",
                new RemoveContainers(machine.criSocket()));
        empty();
        delete();
        clearOwnDirectory();
    }

    private void unmount() {
        if (machine.hasKubeletDirectory()) {
            change(
                    "unmount mounted directories in \"%s\"".formatted(KUBELET_DIRECTORY),
                    "Unmounting mounted directories in \"%s\"".formatted(KUBELET_DIRECTORY),
                    new Unmount(KUBELET_DIRECTORY));
        } else {
            warn("There is no directory \"%s\", so nothing in it is unmounted or deleted".formatted(KUBELET_DIRECTORY));
        }
    }

    private void empty() {
        if (!order.certificates().equals(CERTIFICATES)) {
            warn("Cleaning a non-default certificates directory: \"%s\"".formatted(order.certificates()));
        }
        var directories = directories();
        var listed = "contents of directories: " + listed(directories);
        change("delete " + listed, "Deleting " + listed, new Empty(directories));
    }

    private List<String> directories() {
        var directories = new ArrayList<>(List.of(MANIFESTS));
        if (machine.hasKubeletDirectory()) {
            directories.add(KUBELET_DIRECTORY);
        }
        directories.add(order.certificates());
        if (order.withTemporary()) {
            directories.add(TEMPORARY);
        }
        return List.copyOf(directories);
    }

    private void delete() {
        change("delete files: " + listed(FILES), "Deleting files: " + listed(FILES), new Delete(FILES));
        if (!machine.leftovers().isEmpty()) {
            var listed = "files that a killed join left: " + listed(machine.leftovers());
            change("delete " + listed, "Deleting " + listed, new Delete(machine.leftovers()));
        }
    }

    /** The hand-off is a credential and goes; the key is what a rejoin with {@code rejoin: SameKey} is judged by. */
    private void clearOwnDirectory() {
        if (machine.own().isEmpty()) {
            return;
        }
        if (order.forgetIdentity() || !machine.own().contains(KEY_NAME)) {
            var what = "directory \"%s\" with the hand-off%s"
                    .formatted(NodePaths.OWN, order.forgetIdentity() ? " and the node key" : "");
            change("delete " + what, "Deleting " + what, new Delete(List.of(NodePaths.OWN)));
            return;
        }
        var what = "what is in \"%s\" except the node key, with which this machine can join again (--forget-identity"
                        .formatted(NodePaths.OWN)
                + " deletes it too)";
        change("delete " + what, "Deleting " + what, new EmptyExcept(NodePaths.OWN, KEY_NAME));
    }

    private void change(String would, String does, ResetStep step) {
        if (order.dryRun()) {
            steps.add(new Tell("[dryrun] Would " + would));
        } else {
            steps.add(new Tell("[reset] " + does));
            steps.add(step);
        }
    }

    private void warn(String line) {
        steps.add(new Warn("[reset] WARNING: " + line));
    }

    /** As Go prints a list, which is how kubeadm shows it. */
    private static String listed(List<String> paths) {
        return "[" + String.join(" ", paths) + "]";
    }
}
