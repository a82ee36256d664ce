package dev.nodejoin.agent.plan;

import java.time.Duration;

/** The sentences that end a run, other than those of {@link ClusterFailures}: what happened, and what to do. */
public final class Failures {
    static final String AGAIN = "run the same command again, it goes on where it stopped";

    private Failures() {}

    public static Failure missingConfiguration(String configMap, String key) {
        return new Failure(
                ExitCode.CLUSTER,
                "the cluster has no ConfigMap kube-system/%s with the key %s".formatted(configMap, key),
                "have an administrator upload it with: kubeadm init phase upload-config all");
    }

    public static Failure badConfiguration(String why) {
        return new Failure(
                ExitCode.CLUSTER,
                "the cluster's configuration for its nodes can't be used: " + why,
                "have an administrator repair ConfigMaps kubeadm-config and kubelet-config in kube-system");
    }

    public static Failure badPatch(String why) {
        return new Failure(
                ExitCode.TICKET,
                why,
                "mend it where it comes from, be it the directory of --patches or of the configuration, or"
                        + " spec.kubelet.patches of the NodeJoinRequest; then " + AGAIN);
    }

    static Failure nameTaken(String nodeName) {
        return new Failure(
                ExitCode.NAME_TAKEN,
                "a Node with name \"%s\" and status \"Ready\" already exists in the cluster".formatted(nodeName),
                "delete that Node if its machine is gone, or join under another name");
    }

    static Failure otherCluster(String path) {
        return new Failure(
                ExitCode.FILES,
                "%s is there already and is not of this cluster".formatted(path),
                "if this machine shall leave what it belongs to, run node-agent reset or remove the file, then run again");
    }

    static Failure foreignKubeconfig() {
        return new Failure(
                ExitCode.FILES,
                "%s is there already and is not of this cluster".formatted(NodePaths.KUBELET_CONF),
                "if this machine shall leave what it belongs to, run node-agent reset or remove the file, then run again;"
                        + " if it was laid down with this node's credentials, say --ignore-preflight-errors="
                        + JoinExtent.KEEPS_KUBECONFIG);
    }

    static Failure unusableKubeconfig(String why) {
        return new Failure(
                ExitCode.FILES,
                "%s, which was laid down with the node's credentials, can't be used: %s"
                        .formatted(NodePaths.KUBELET_CONF, why),
                "replace it (kubeadm kubeconfig user --org system:nodes --client-name system:node:NAME makes one) or remove"
                        + " it and join with a token");
    }

    static Failure noCredentials() {
        return new Failure(
                ExitCode.TICKET,
                "there is no token to ask for the node's certificate with, and no kubelet.conf with one in it",
                "give a token with --tls-bootstrap-token, or lay down %s".formatted(NodePaths.KUBELET_CONF));
    }

    static Failure otherNode(String subject, String nodeName) {
        return new Failure(
                ExitCode.FILES,
                "this machine is a node already: %s holds a certificate of %s, not of %s"
                        .formatted(NodePaths.CURRENT_PAIR, subject, nodeName),
                "if it shall change its name, run node-agent reset first");
    }

    public static Failure badKey(String why) {
        return new Failure(
                ExitCode.FILES,
                "the node key %s can't be used: %s".formatted(NodePaths.NODE_KEY, why),
                "remove the file and run again; a join request that pins the old key has to be made anew");
    }

    static Failure foreignRequest(String name) {
        return new Failure(
                ExitCode.DENIED,
                "there is a certificate signing request %s that is not this node's".formatted(name),
                "have an administrator find out who made it and delete it, then run again");
    }

    static Failure denied(String name, String reason, String message) {
        return new Failure(
                ExitCode.DENIED,
                "the certificate signing request %s was denied: %s: %s".formatted(name, reason, message),
                "settle that with whoever approves joins and ask for a new hand-off");
    }

    static Failure failed(String name, String reason, String message) {
        return new Failure(
                ExitCode.DENIED,
                "the signer refused the certificate signing request %s: %s: %s".formatted(name, reason, message),
                "show this to an administrator of the cluster and ask for a new hand-off");
    }

    static Failure unusableCertificate(String name, String why) {
        return new Failure(
                ExitCode.DENIED,
                "the certificate of request %s can't be used: %s".formatted(name, why),
                "check this machine's clock and the cluster's signer, and ask for a new hand-off");
    }

    public static Failure notApproved(SigningRequest request, String waited) {
        var what = request.decision() instanceof Decision.Approved
                ? "the certificate signing request %s is approved, but no certificate was issued within %s"
                : "the certificate signing request %s was not approved within %s";
        return new Failure(
                ExitCode.NOT_APPROVED,
                what.formatted(request.name(), waited),
                ForeignSigner.remedy(request).orElse("see what holds it up (kubectl describe njr, kubectl get csr)")
                        + ", then " + AGAIN);
    }

    /** The findings themselves were printed before. */
    public static Failure preflight(String checks) {
        return new Failure(
                ExitCode.PREFLIGHT,
                "preflight checks failed: " + checks,
                "mend what is told above, then run the same command again");
    }

    public static Failure file(String why) {
        return new Failure(ExitCode.FILES, why, "run as root, with room on the disk; then " + AGAIN);
    }

    public static Failure kubeletCommand(String why) {
        return new Failure(
                ExitCode.KUBELET,
                why,
                "check that the kubelet is installed and how it is to be started, then " + AGAIN);
    }

    public static Failure strangeKubelet(String url) {
        return new Failure(
                ExitCode.KUBELET, "a kubelet that could not be stopped answers at " + url, "stop it, then " + AGAIN);
    }

    public static Failure notStarted() {
        return new Failure(
                ExitCode.KUBELET,
                "this machine has no certificate of the node, so there is no kubelet to wait for",
                "run the phase %s first".formatted(JoinPhase.KUBELET_START.fullName()));
    }

    public static Failure unhealthyKubelet(String url, Duration waited) {
        return new Failure(
                ExitCode.KUBELET,
                "the kubelet was not healthy at %s within %d s".formatted(url, waited.toSeconds()),
                "see its log (journalctl -xeu kubelet, or /var/log/kubelet.log with --kubelet-command), then " + AGAIN);
    }

    public static Failure notBootstrapped(String why, String waited) {
        return new Failure(
                ExitCode.NOT_APPROVED,
                "the kubelet did not get its certificate within %s: %s".formatted(waited, why),
                "see what holds it up (kubectl get csr, journalctl -xeu kubelet), then " + AGAIN);
    }

    public static Failure notRegistered(String nodeName, Duration waited) {
        return new Failure(
                ExitCode.NOT_REGISTERED,
                "the kubelet is healthy, but no Node \"%s\" was registered within %d s"
                        .formatted(nodeName, waited.toSeconds()),
                "see the kubelet's log (journalctl -xeu kubelet), then " + AGAIN);
    }
}
