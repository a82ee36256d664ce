package dev.nodejoin.testcluster;

import dev.nodejoin.testcluster.bed.Bed;
import dev.nodejoin.testcluster.binaries.BedProgram;
import dev.nodejoin.testcluster.binaries.Environment;
import dev.nodejoin.testcluster.binaries.NoBinaries;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A real Kubernetes control plane that this JVM holds: etcd, kube-apiserver and kube-controller-manager, laid out by kubeadm's
 * own phases, and machines that can join it. It needs no root and no containers, uses one loopback port of the host, shares
 * nothing with other clusters, and is gone when it is closed or when the JVM ends, however that happens.
 */
public interface TestCluster extends AutoCloseable {
    /** A new cluster of the version in {@code KUBERNETES_VERSION}, else 1.35.4. */
    static TestCluster start() {
        return builder().start();
    }

    static TestClusterBuilder builder() {
        return new TestClusterBuilder(Environment.current());
    }

    /** One cluster per JVM, for tests that stop none of its components. It ends with the JVM; closing it does nothing. */
    static TestCluster shared() {
        return SharedCluster.instance();
    }

    /**
     * The cluster whose {@link #directory()} this is, and which another process may hold. Closing it leaves the cluster
     * running.
     */
    static TestCluster attach(Path directory) {
        return KubeadmCluster.attach(directory);
    }

    /** The reason why no cluster can run on this host, to skip tests visibly. Does not look for Kubernetes' programs. */
    static Optional<String> unavailable() {
        try {
            return Bed.obstacle(BedProgram.obtain(Environment.current()));
        } catch (NoBinaries e) {
            return Optional.ofNullable(e.getMessage());
        }
    }

    /** A client that may do everything (group system:masters). */
    KubernetesClient admin();

    /** A client with a certificate for that user and those groups; the same client for the same identity. */
    KubernetesClient as(String user, String... groups);

    /** A client with a token of that ServiceAccount, which must exist. */
    KubernetesClient asServiceAccount(String namespace, String name);

    String adminKubeconfig();

    String kubeconfig(String user, String... groups);

    String serviceAccountKubeconfig(String namespace, String name);

    /** The API server as seen from this host. */
    URI server();

    /** The API server as seen from machines, as host:port. */
    String internalEndpoint();

    /** The cluster's CA certificate, PEM. */
    String caCertificate();

    Component etcd();

    Component apiServer();

    Component controllerManager();

    /** The machine with the control plane; it has kubeadm and kubectl, but no kubelet runs on it. */
    Machine controlPlane();

    /** The machine of that name, if it runs. */
    Optional<Machine> machine(String name);

    /** A new machine with a container runtime (a fake one), kubeadm, kubelet and kubectl, and a stand-in for systemd. */
    Machine startMachine(String name);

    /**
     * The command with which kubeadm joins a machine, with a new token and the CA's pin. Of kubeadm's preflight checks only
     * SystemVerification is ignored: what it looks at, kernel and cgroups, is this host's.
     */
    List<String> joinCommand();

    /** The API server's audit log, a file of this host. */
    Path auditLog();

    /** What is kept on this host, logs above all; it vanishes with the cluster. */
    Path directory();

    String kubernetesVersion();

    /** Where its programs are. */
    Path binaries();

    @Override
    void close();
}
