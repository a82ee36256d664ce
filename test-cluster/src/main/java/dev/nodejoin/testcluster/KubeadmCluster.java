package dev.nodejoin.testcluster;

import dev.nodejoin.testcluster.bed.BedProcess;
import dev.nodejoin.testcluster.binaries.BedProgram;
import dev.nodejoin.testcluster.binaries.Environment;
import dev.nodejoin.testcluster.binaries.KubernetesBinaries;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A cluster on a bed of its own. */
final class KubeadmCluster implements TestCluster {
    private static final Clients.Identity ADMINISTRATOR = new Clients.Identity.Administrator();

    private static final Duration LONGEST_SIGNING = Duration.ofSeconds(30);

    private final Machines machines;
    private final ControlPlane controlPlane;
    private final Clients clients;
    private final URI server;
    private final Runnable end;

    /** {@code end} is what closing it does to the bed. */
    private KubeadmCluster(Machines machines, BedMachine controlPlane, URI server, Runnable end) {
        this.machines = machines;
        this.server = server;
        this.end = end;
        this.controlPlane = new ControlPlane(controlPlane, new Readiness(this::adminKubeconfig, directory()));
        this.clients = new Clients(this.controlPlane, server);
    }

    static TestCluster start(ClusterOptions options, Environment environment) {
        var binaries = KubernetesBinaries.obtain(options.version(), environment);
        var process = BedProcess.start(BedProgram.obtain(environment), BedFolders.root(), Layout.TARGET);
        return start(new Machines(process.bed(), options, binaries), process, process::close);
    }

    /**
     * A cluster that outlives this JVM. If the JVM is killed before it has taken leave of the bed, nothing is left; if it
     * is killed afterwards, the cluster is up, and its name tells where.
     */
    static TestCluster startDetached(ClusterOptions options, Environment environment, String name) {
        var binaries = KubernetesBinaries.obtain(options.version(), environment);
        var process = BedProcess.start(BedProgram.obtain(environment), BedFolders.root(), Layout.TARGET, name);
        var cluster = start(new Machines(process.bed(), options, binaries), process, () -> {});
        process.detach();
        return cluster;
    }

    private static TestCluster start(Machines machines, BedProcess process, Runnable end) {
        try {
            var server = URI.create("https://" + process.address());
            var cluster = new KubeadmCluster(machines, machines.startControlPlane(), server, end);
            cluster.controlPlane.layOut();
            cluster.controlPlane.start();
            machines.card(server).write(cluster.directory());
            return cluster;
        } catch (RuntimeException e) {
            var takenDown = process.isEnding();
            process.close();
            throw takenDown ? new ClusterFailure("the cluster was taken down while it started", e) : e;
        }
    }

    static TestCluster attach(Path directory) {
        var card = ClusterCard.read(directory);
        var machines = Machines.of(card, directory);
        var controlPlane = machines.find(Layout.CONTROL_PLANE)
                .orElseThrow(() -> new ClusterFailure("the cluster in %s has no control plane".formatted(directory)));
        return new KubeadmCluster(machines, controlPlane, URI.create(card.server()), () -> {});
    }

    @Override
    public KubernetesClient admin() {
        return clients.client(ADMINISTRATOR);
    }

    @Override
    public KubernetesClient as(String user, String... groups) {
        return clients.client(new Clients.Identity.User(user, List.of(groups)));
    }

    @Override
    public KubernetesClient asServiceAccount(String namespace, String name) {
        return clients.client(new Clients.Identity.ServiceAccount(namespace, name));
    }

    @Override
    public String adminKubeconfig() {
        return clients.kubeconfig(ADMINISTRATOR);
    }

    @Override
    public String kubeconfig(String user, String... groups) {
        return clients.kubeconfig(new Clients.Identity.User(user, List.of(groups)));
    }

    @Override
    public String serviceAccountKubeconfig(String namespace, String name) {
        return clients.kubeconfig(new Clients.Identity.ServiceAccount(namespace, name));
    }

    @Override
    public URI server() {
        return server;
    }

    @Override
    public String internalEndpoint() {
        return Layout.ENDPOINT;
    }

    @Override
    public String caCertificate() {
        return controlPlane.machine().text(Layout.CA_CERTIFICATE);
    }

    @Override
    public Component etcd() {
        return controlPlane.etcd();
    }

    @Override
    public Component apiServer() {
        return controlPlane.apiServer();
    }

    @Override
    public Component controllerManager() {
        return controlPlane.controllerManager();
    }

    @Override
    public Machine controlPlane() {
        return controlPlane.machine();
    }

    @Override
    public Optional<Machine> machine(String name) {
        return machines.find(name).map(machine -> machine);
    }

    @Override
    public Machine startMachine(String name) {
        var machine = machines.startWorker(name);
        machine.run("systemctl", "start", "containerd").orThrow();
        machine.awaitListener("unix", Layout.CRI_SOCKET, Duration.ofSeconds(10));
        return machine;
    }

    @Override
    public List<String> joinCommand() {
        var command = controlPlane.joinCommand();
        awaitSignature(command.get(command.indexOf("--token") + 1));
        return command;
    }

    /** kubeadm looks for the signature of the public cluster-info every five seconds; it comes a moment after the token. */
    private void awaitSignature(String token) {
        var key = "jws-kubeconfig-" + token.substring(0, token.indexOf('.'));
        admin().configMaps()
                .inNamespace("kube-public")
                .withName("cluster-info")
                .waitUntilCondition(
                        map -> map != null && map.getData().containsKey(key),
                        LONGEST_SIGNING.toSeconds(),
                        TimeUnit.SECONDS);
    }

    @Override
    public Path auditLog() {
        return machines.log(Layout.CONTROL_PLANE, Layout.AUDIT_LOG);
    }

    @Override
    public Path directory() {
        return machines.bed().folder();
    }

    @Override
    public String kubernetesVersion() {
        return machines.options().version().value();
    }

    @Override
    public Path binaries() {
        return machines.binaries();
    }

    @Override
    public void close() {
        clients.close();
        end.run();
    }
}
