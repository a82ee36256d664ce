package dev.nodejoin.agent.plan;

import java.util.List;

/** Where things lie, as seen on the node: kubeadm's and the kubelet's own places, and one directory of ours. */
public final class NodePaths {
    /** Our directory: the node's key, and what a hand-off brought. Neither kubeadm nor the kubelet looks here. */
    public static final String OWN = "/etc/kubernetes/nodejoin";

    /** The node's own key; {@code kubeadm reset} leaves it alone, and so does ours unless told. */
    public static final String NODE_KEY = OWN + "/node.key";

    public static final String KUBERNETES = "/etc/kubernetes";
    public static final String KUBELET_CONF = "/etc/kubernetes/kubelet.conf";
    public static final String BOOTSTRAP_KUBELET_CONF = "/etc/kubernetes/bootstrap-kubelet.conf";
    public static final String INSTANCE_CONFIG = "/var/lib/kubelet/instance-config.yaml";
    public static final String KUBELET_CONFIG = "/var/lib/kubelet/config.yaml";
    public static final String KUBELET_FLAGS = "/var/lib/kubelet/kubeadm-flags.env";
    public static final String KUBELET_PKI = "/var/lib/kubelet/pki";
    public static final String CURRENT_PAIR = KUBELET_PKI + "/kubelet-client-current.pem";

    /** What a join looks at before it begins, the CA certificates and the keys aside. */
    public static final List<String> CONFIGURATION =
            List.of(INSTANCE_CONFIG, KUBELET_CONFIG, KUBELET_FLAGS, KUBELET_CONF, BOOTSTRAP_KUBELET_CONF);

    /** Where dry runs write to, in a directory each. */
    public static final String TEMPORARY = "/etc/kubernetes/tmp";

    /** What lasts until the next boot: who is at work here, and which kubelet was started. */
    public static final String RUN = "/run/nodejoin";

    private NodePaths() {}

    /** Where a path leads that the kubelet's kubeconfig has in it: a relative one begins where that file is. */
    public static String namedInKubeconfig(String path) {
        return path.startsWith("/") ? path : KUBERNETES + "/" + path;
    }

    /** The mode of a directory that a join has to make: kubeadm's 0700 and 0755, and 0700 for ours. */
    public static String directoryMode(String directory) {
        if (directory.startsWith(TEMPORARY)) {
            return "rwx------";
        }
        return switch (directory) {
            case OWN, RUN, "/var/lib/kubelet" -> "rwx------";
            default -> "rwxr-xr-x";
        };
    }
}
