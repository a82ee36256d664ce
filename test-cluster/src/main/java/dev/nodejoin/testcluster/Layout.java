package dev.nodejoin.testcluster;

/** Names and places in every cluster; each has a network of its own, so they never meet. */
final class Layout {
    static final String CONTROL_PLANE = "cp1";
    /** The first machine of a bed gets this address. */
    static final String ADDRESS = "10.88.0.10";

    static final int PORT = 6443;
    static final String TARGET = ADDRESS + ":" + PORT;
    /** Top-level domain test: RFC 6761. */
    static final String ENDPOINT_NAME = "api.nodejoin.test";

    static final String ENDPOINT = ENDPOINT_NAME + ":" + PORT;

    static final String CRI_SOCKET = "/run/containerd/containerd.sock";
    static final String BINARIES = "/opt/kubernetes";
    static final String BED_PROGRAM = "/opt/bed/bed";
    static final String PATH = "/opt/bed:" + BINARIES + ":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    static final String CONFIGURATION = "/var/lib/nodejoin/kubeadm.yaml";
    static final String AUDIT_POLICY = "/var/lib/nodejoin/audit-policy.yaml";
    static final String AUDIT_LOG = "/var/log/audit.log";
    static final String ADMIN_KUBECONFIG = "/etc/kubernetes/super-admin.conf";
    static final String CA_CERTIFICATE = "/etc/kubernetes/pki/ca.crt";
    static final String MANIFESTS = "/etc/kubernetes/manifests/";

    private Layout() {}
}
