package dev.nodejoin.testcluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A cluster that somebody else closes. */
record UnclosedCluster(TestCluster cluster) implements TestCluster {
    @Override
    public KubernetesClient admin() {
        return cluster.admin();
    }

    @Override
    public KubernetesClient as(String user, String... groups) {
        return cluster.as(user, groups);
    }

    @Override
    public KubernetesClient asServiceAccount(String namespace, String name) {
        return cluster.asServiceAccount(namespace, name);
    }

    @Override
    public String adminKubeconfig() {
        return cluster.adminKubeconfig();
    }

    @Override
    public String kubeconfig(String user, String... groups) {
        return cluster.kubeconfig(user, groups);
    }

    @Override
    public String serviceAccountKubeconfig(String namespace, String name) {
        return cluster.serviceAccountKubeconfig(namespace, name);
    }

    @Override
    public URI server() {
        return cluster.server();
    }

    @Override
    public String internalEndpoint() {
        return cluster.internalEndpoint();
    }

    @Override
    public String caCertificate() {
        return cluster.caCertificate();
    }

    @Override
    public Component etcd() {
        return cluster.etcd();
    }

    @Override
    public Component apiServer() {
        return cluster.apiServer();
    }

    @Override
    public Component controllerManager() {
        return cluster.controllerManager();
    }

    @Override
    public Machine controlPlane() {
        return cluster.controlPlane();
    }

    @Override
    public Optional<Machine> machine(String name) {
        return cluster.machine(name);
    }

    @Override
    public Machine startMachine(String name) {
        return cluster.startMachine(name);
    }

    @Override
    public List<String> joinCommand() {
        return cluster.joinCommand();
    }

    @Override
    public Path auditLog() {
        return cluster.auditLog();
    }

    @Override
    public Path directory() {
        return cluster.directory();
    }

    @Override
    public String kubernetesVersion() {
        return cluster.kubernetesVersion();
    }

    @Override
    public Path binaries() {
        return cluster.binaries();
    }

    @Override
    public void close() {
        // Other tests still use it.
    }
}
