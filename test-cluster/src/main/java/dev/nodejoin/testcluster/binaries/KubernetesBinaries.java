package dev.nodejoin.testcluster.binaries;

import java.nio.file.Path;
import java.util.List;

/** The folder with the programs of one Kubernetes release. */
public final class KubernetesBinaries {
    /** What a folder must have to be of use. */
    public static final List<String> PROGRAMS =
            List.of("kube-apiserver", "kube-controller-manager", "kubelet", "kubeadm", "kubectl", "etcd", "fakecri");

    private KubernetesBinaries() {}

    /**
     * Tries the ways to the programs in order.
     *
     * @throws NoBinaries with one sentence per way that was tried
     */
    public static Path obtain(KubernetesVersion version, Environment environment) {
        var found = new GivenFolder(environment).find(version);
        return found.orElseThrow(() -> new NoBinaries("NODEJOIN_KUBERNETES_BIN is not set"));
    }
}
