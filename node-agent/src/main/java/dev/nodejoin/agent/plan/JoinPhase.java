package dev.nodejoin.agent.plan;

import dev.nodejoin.protocol.MalformedInputException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The phases of {@code kubeadm join} by the names that {@code kubeadm join phase} and {@code --skip-phases} take, in kubeadm's
 * order. Those of control planes are known and have nothing to do on a worker, as with kubeadm.
 */
public enum JoinPhase {
    PREFLIGHT("preflight", "Check this machine, find the cluster and read its configuration"),
    CONTROL_PLANE_PREPARE("control-plane-prepare", "Prepare a control plane"),
    CONTROL_PLANE_PREPARE_ALL("control-plane-prepare/all", "All of the following"),
    DOWNLOAD_CERTS("control-plane-prepare/download-certs", "Fetch the certificates that control planes share"),
    CERTS("control-plane-prepare/certs", "Make the control plane's certificates"),
    KUBECONFIG("control-plane-prepare/kubeconfig", "Make the control plane's kubeconfigs"),
    CONTROL_PLANE("control-plane-prepare/control-plane", "Make the manifests of its static Pods"),
    CHECK_ETCD("check-etcd", "Check the etcd cluster"),
    KUBELET_START("kubelet-start", "Get the node's certificate, write the kubelet's files, (re)start the kubelet"),
    ETCD_JOIN("etcd-join", "Add a member to etcd"),
    KUBELET_WAIT_BOOTSTRAP("kubelet-wait-bootstrap", "Wait for a healthy kubelet and a registered Node"),
    CONTROL_PLANE_JOIN("control-plane-join", "Join as a control plane"),
    CONTROL_PLANE_JOIN_ALL("control-plane-join/all", "All of the following"),
    /** Up to 1.35, where it does nothing any more. */
    CONTROL_PLANE_JOIN_ETCD("control-plane-join/etcd", "Add a member to etcd; etcd-join does it"),
    MARK_CONTROL_PLANE("control-plane-join/mark-control-plane", "Label and taint the Node of a control plane"),
    WAIT_CONTROL_PLANE("wait-control-plane", "Wait for the control plane's components");

    private static final String SEPARATOR = "/";
    private static final List<JoinPhase> OF_WORKERS = List.of(PREFLIGHT, KUBELET_START, KUBELET_WAIT_BOOTSTRAP);
    private static final List<JoinPhase> UNLISTED = List.of(CHECK_ETCD, CONTROL_PLANE_JOIN_ETCD);

    private final String fullName;
    private final String purpose;

    JoinPhase(String fullName, String purpose) {
        this.fullName = fullName;
        this.purpose = purpose;
    }

    /** The one of that full name; throws {@link MalformedInputException} with kubeadm's complaint and the names there are. */
    public static JoinPhase named(String fullName) {
        return Arrays.stream(values())
                .filter(phase -> phase.fullName.equals(fullName))
                .findFirst()
                .orElseThrow(() -> new MalformedInputException(
                        "invalid phase name: %s; the phases are %s".formatted(PlainText.of(fullName), names())));
    }

    private static String names() {
        return Arrays.stream(values())
                .filter(phase -> phase.isListed() && !phase.isForSiblings())
                .map(JoinPhase::fullName)
                .collect(Collectors.joining(", "));
    }

    /** With its parent's, as in {@code control-plane-prepare/certs}. */
    public String fullName() {
        return fullName;
    }

    /** The last part of its name. */
    public String shortName() {
        return fullName.substring(fullName.lastIndexOf(SEPARATOR) + 1);
    }

    public String purpose() {
        return purpose;
    }

    public boolean isOfWorkers() {
        return OF_WORKERS.contains(this);
    }

    /** Whether kubeadm shows it. */
    public boolean isListed() {
        return !UNLISTED.contains(this);
    }

    /** Whether it stands for the phases beside it. */
    public boolean isForSiblings() {
        return shortName().equals("all");
    }

    public boolean isNested() {
        return fullName.contains(SEPARATOR);
    }

    /** Those inside it, in order. */
    public List<JoinPhase> children() {
        return Arrays.stream(values())
                .filter(phase -> phase.fullName.startsWith(fullName + SEPARATOR))
                .toList();
    }

    /** Itself and what is inside. */
    Stream<JoinPhase> family() {
        return Stream.concat(Stream.of(this), children().stream());
    }
}
