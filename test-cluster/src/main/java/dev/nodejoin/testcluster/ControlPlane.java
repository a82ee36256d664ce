package dev.nodejoin.testcluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The control plane on its machine: laid out by kubeadm's phases, run as plain processes. */
final class ControlPlane {
    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    private static final List<String> COMPONENTS = List.of("etcd", "kube-apiserver", "kube-controller-manager");

    private final BedMachine machine;
    private final ServiceComponent etcd;
    private final ServiceComponent apiServer;
    private final ServiceComponent controllerManager;

    /** {@code apiServerIsReady} blocks until the API server serves or the deadline has passed, then it throws. */
    ControlPlane(BedMachine machine, Readiness readiness) {
        this.machine = machine;
        this.etcd = new ServiceComponent(machine, "etcd", component -> listening(component, "127.0.0.1:2379"));
        this.apiServer = new ServiceComponent(machine, "kube-apiserver", component -> ready(component, readiness));
        this.controllerManager = new ServiceComponent(
                machine, "kube-controller-manager", component -> listening(component, "127.0.0.1:10257"));
    }

    /** Certificates, kubeconfigs and the commands of the components. */
    void layOut() {
        Stream.of("certs all", "kubeconfig all", "etcd local", "control-plane all")
                .forEach(this::phase);
        COMPONENTS.forEach(this::defineService);
    }

    /** Everything that makes it a cluster in kubeadm's sense, once the API server is there. */
    void start() {
        etcd.launch();
        apiServer.start();
        controllerManager.launch();
        kubectl(
                "create",
                "clusterrolebinding",
                "kubeadm:cluster-admins",
                "--clusterrole=cluster-admin",
                "--group=kubeadm:cluster-admins");
        Stream.of("upload-config all", "bootstrap-token", "addon kube-proxy").forEach(this::phase);
        kubectl("delete", "secrets", "--namespace=kube-system", "--field-selector=type=bootstrap.kubernetes.io/token");
        listening(controllerManager, "127.0.0.1:10257");
    }

    private void phase(String phase) {
        var command = Stream.of(
                        Stream.of("kubeadm", "init", "phase"),
                        Stream.of(phase.split(" ")),
                        Stream.of("--config=" + Layout.CONFIGURATION))
                .flatMap(words -> words)
                .toArray(String[]::new);
        machine.run(command).orThrow();
    }

    private void kubectl(String... arguments) {
        var command =
                Stream.concat(Stream.of("kubectl", "--kubeconfig=" + Layout.ADMIN_KUBECONFIG), Stream.of(arguments));
        machine.run(command.toArray(String[]::new)).orThrow();
    }

    private void defineService(String component) {
        var pod = Serialization.unmarshal(machine.text(Layout.MANIFESTS + component + ".yaml"), Pod.class);
        var command = pod.getSpec().getContainers().getFirst().getCommand();
        var unit = ServiceUnit.of(component, command).file();
        machine.write(unit.path(), unit.content().getBytes(StandardCharsets.UTF_8), "rw-r--r--");
    }

    private void listening(ServiceComponent component, String address) {
        try {
            machine.awaitListener("tcp", address, LONGEST_START);
        } catch (CommandFailed e) {
            throw failure(component, e);
        }
    }

    private static void ready(ServiceComponent component, Readiness readiness) {
        try {
            readiness.await(LONGEST_START);
        } catch (RuntimeException e) {
            throw failure(component, e);
        }
    }

    private static ClusterFailure failure(ServiceComponent component, RuntimeException cause) {
        return new ClusterFailure(
                "%s does not serve: %s%nIts last lines:%n%s"
                        .formatted(component.name(), cause.getMessage(), component.lastLines()),
                cause);
    }

    /** A kubeconfig with a new certificate for that user and those groups. */
    String kubeconfig(String user, List<String> groups) {
        var organizations = groups.stream().map(group -> "--org=\"" + group.replace("\"", "\"\"") + '"');
        var command = Stream.concat(
                Stream.of("kubeadm", "kubeconfig", "user", "--config=" + Layout.CONFIGURATION, "--client-name=" + user),
                organizations);
        return machine.run(Duration.ofSeconds(30), Map.of(), new byte[0], command.toList())
                .orThrow()
                .stdout();
    }

    List<String> joinCommand() {
        var printed = machine.run(
                        "kubeadm", "token", "create", "--print-join-command", "--kubeconfig=" + Layout.ADMIN_KUBECONFIG)
                .orThrow()
                .stdout()
                .strip();
        return Stream.concat(Stream.of(printed.split(" +")), Stream.of("--ignore-preflight-errors=SystemVerification"))
                .toList();
    }

    BedMachine machine() {
        return machine;
    }

    Component etcd() {
        return etcd;
    }

    Component apiServer() {
        return apiServer;
    }

    Component controllerManager() {
        return controllerManager;
    }
}
