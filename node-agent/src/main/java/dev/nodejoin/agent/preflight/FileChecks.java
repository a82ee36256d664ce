package dev.nodejoin.agent.preflight;

import dev.nodejoin.agent.plan.FileOnDisk;
import dev.nodejoin.agent.plan.NodePaths;
import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.kubeconfig.Kubeconfig;
import dev.nodejoin.protocol.pki.CertificateBundle;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The checks FileAvailable. kubeadm refuses a file that is there at all; here one that an earlier run of the same join may
 * have left is fine, so that the join is taken up again. What can't be told before the cluster is known is compared with it
 * later, by the plan.
 */
final class FileChecks {
    private final Map<String, FileOnDisk> files;
    private final Trust trust;

    FileChecks(Map<String, FileOnDisk> files, Trust trust) {
        this.files = files;
        this.trust = trust;
    }

    Optional<Finding> kubeletConf() {
        return foreign(NodePaths.KUBELET_CONF, this::isOfKubelet)
                .map(path -> Finding.error(
                        CheckNames.KUBELET_CONF,
                        path + " already exists and is not what a join of this cluster leaves",
                        "run node-agent reset if this machine shall leave what it belongs to; ignore this check if you laid"
                                + " the file down for this join"));
    }

    Optional<Finding> bootstrapKubeletConf() {
        return foreign(NodePaths.BOOTSTRAP_KUBELET_CONF, this::isOfCluster)
                .map(path -> Finding.error(
                        CheckNames.fileAvailable(path),
                        path + " already exists and is not of this cluster",
                        "run node-agent reset, or remove the file: the join makes its own"));
    }

    /** Whoever's certificates these are could command the kubelet, so this one stays an error. */
    Optional<Finding> authorities(String path) {
        return foreign(path, text -> trust.mayBe(CertificateBundle.parse(text)))
                .map(found -> Finding.error(
                                CheckNames.fileAvailable(path),
                                path + " already exists and does not hold this cluster's CA certificates",
                                "run node-agent reset, or move the file away; this can't be ignored, since the kubelet obeys"
                                        + " whoever that file trusts")
                        .notIgnorable());
    }

    /** Whether a kubelet of this join may run already: its kubeconfig is one of ours, or one that is meant to be there. */
    boolean mayHaveKubelet(IgnoredChecks ignored) {
        return files.containsKey(NodePaths.KUBELET_CONF)
                && (kubeletConf().isEmpty() || ignored.has(CheckNames.KUBELET_CONF));
    }

    private Optional<String> foreign(String path, Predicate<String> isOurs) {
        return Optional.ofNullable(files.get(path))
                .filter(found -> !holds(isOurs, found.content()))
                .map(found -> path);
    }

    private static boolean holds(Predicate<String> isOurs, String text) {
        try {
            return isOurs.test(text);
        } catch (MalformedInputException e) {
            return false;
        }
    }

    private boolean isOfKubelet(String text) {
        var kubeconfig = Kubeconfig.parse(text);
        return kubeconfig
                .caPem()
                .filter(pem -> Kubeconfig.kubelet(kubeconfig.server(), pem, NodePaths.CURRENT_PAIR)
                        .write()
                        .equals(text))
                .filter(pem -> trust.mayBe(CertificateBundle.parse(pem)))
                .isPresent();
    }

    private boolean isOfCluster(String text) {
        return Kubeconfig.parse(text).caBundle().filter(trust::mayBe).isPresent();
    }
}
