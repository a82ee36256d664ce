package dev.nodejoin.agent.compare;

import java.util.ArrayList;
import java.util.List;

/** Joins that fail by the state of the machine, of its kubelet, or of the cluster's Nodes; each on a machine of its own. */
final class MachineFaults {
    private static final String IGNORE = "--ignore-preflight-errors=SystemVerification";
    private static final String IMPATIENT = "timeouts: {kubeletHealthCheck: 4s, tlsBootstrap: 4s}\n";

    private MachineFaults() {}

    static List<Fault> all() {
        return List.of(
                fault("a Ready Node of that name", ErrorClass.NAME_TAKEN, site -> {
                    site.ground().readyNode(site.otherName());
                    return JoinFile.byToken("nodeRegistration: {name: OTHER-NAME}\n", IGNORE)
                            .of(site);
                }),
                fault("a kubeconfig of a kubelet", ErrorClass.PREFLIGHT, site -> {
                            site.write("/etc/kubernetes/kubelet.conf", "apiVersion: v1\nkind: Config\n");
                            return join(site);
                        })
                        .failing("FileAvailable--etc-kubernetes-kubelet.conf"),
                fault("a bootstrap kubeconfig", ErrorClass.PREFLIGHT, site -> {
                            site.write("/etc/kubernetes/bootstrap-kubelet.conf", "apiVersion: v1\nkind: Config\n");
                            return join(site);
                        })
                        .failing("FileAvailable--etc-kubernetes-bootstrap-kubelet.conf"),
                fault("the CA certificate of another cluster", ErrorClass.PREFLIGHT, site -> {
                            site.write(
                                    "/etc/kubernetes/pki/ca.crt",
                                    site.ground().scripted().authority());
                            return join(site);
                        })
                        .failing("FileAvailable--etc-kubernetes-pki-ca.crt"),
                fault("the kubelet's port is taken", ErrorClass.PREFLIGHT, site -> {
                            site.occupy(10250);
                            return join(site);
                        })
                        .failing("Port-10250"),
                fault("no forwarding, and an address instead of a name", ErrorClass.PREFLIGHT, site -> {
                            site.shell("echo 0 > /proc/sys/net/ipv4/ip_forward");
                            var words = new ArrayList<>(join(site));
                            words.set(0, site.ground().scripted().endpoint(Script.UNSIGNED));
                            return words;
                        })
                        .failing("FileContent--proc-sys-net-ipv4-ip_forward"),
                fault("a socket that is none of Unix", ErrorClass.PREFLIGHT, site -> {
                            var words = new ArrayList<>(join(site));
                            words.addAll(List.of("--cri-socket", "tcp://127.0.0.1:5"));
                            return words;
                        })
                        .failing("CRI", "ContainerRuntimeVersion"),
                fault("no container runtime", ErrorClass.PREFLIGHT, site -> {
                            site.shell("systemctl stop containerd");
                            return join(site);
                        })
                        .failing("CRI", "ContainerRuntimeVersion"),
                fault("no kubelet", ErrorClass.PREFLIGHT, site -> {
                            site.withoutKubelet();
                            return join(site);
                        })
                        .failing("KubeletVersion"),
                fault(
                        "a directory of patches that there is not",
                        ErrorClass.PATCHES,
                        site -> with(site, "--patches", "/root/none")),
                fault("a patch that is none", ErrorClass.PATCHES, site -> {
                    site.write("/root/patches/kubeletconfiguration.yaml", "[unclosed\n");
                    return with(site, "--patches", "/root/patches");
                }),
                fault(
                        "a flag that the kubelet does not know",
                        ErrorClass.KUBELET,
                        site -> JoinFile.byToken(
                                        IMPATIENT
                                                + "nodeRegistration: {kubeletExtraArgs: [{name: no-such-flag, value: x}]}\n",
                                        IGNORE)
                                .of(site)),
                fault(
                        "a label that kubelets may not set",
                        ErrorClass.KUBELET,
                        site -> JoinFile.byToken(
                                        IMPATIENT
                                                + "nodeRegistration: {kubeletExtraArgs: [{name: node-labels, value: node-role.kubernetes.io/edge=}]}\n",
                                        IGNORE)
                                .of(site)),
                fault(
                        "a taint without an effect",
                        ErrorClass.KUBELET,
                        site -> JoinFile.byToken(
                                        IMPATIENT + "nodeRegistration: {taints: [{key: example.com/edge}]}\n", IGNORE)
                                .of(site)),
                fault("nobody approves the certificate", ErrorClass.NOT_APPROVED, JoinFile.by("""
                        apiVersion: kubeadm.k8s.io/v1beta4
                        kind: JoinConfiguration
                        discovery:
                          bootstrapToken: {apiServerEndpoint: "ENDPOINT", token: "TOKEN", caCertHashes: ["PIN"]}
                          tlsBootstrapToken: "UNAPPROVED"
                        timeouts: {tlsBootstrap: 4s}
                        """, IGNORE)),
                fault(
                        "a control plane without its certificates",
                        ErrorClass.CONTROL_PLANE,
                        site -> with(site, "--control-plane")));
    }

    private static Fault fault(String name, ErrorClass expected, Words words) {
        return Fault.of(name, expected, words).onFreshMachine();
    }

    private static List<String> with(Site site, String... more) {
        var words = new ArrayList<>(join(site));
        words.addAll(List.of(more));
        return words;
    }

    private static List<String> join(Site site) {
        return GoodJoins.byToken(site);
    }
}
