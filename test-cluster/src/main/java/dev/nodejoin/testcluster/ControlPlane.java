package dev.nodejoin.testcluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The control plane on its machine: laid out by kubeadm's phases, run as plain processes. */
final class ControlPlane {
    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /**
     * How long they get to end. etcd would wait seven seconds for its clients to leave, and the API server a minute for the
     * watches of kubelets; what was acknowledged is written and survives a kill.
     */
    private static final Map<String, Duration> PATIENCE = Map.of(
            "etcd", Duration.ofSeconds(1),
            "kube-apiserver", Duration.ofSeconds(3),
            "kube-controller-manager", Duration.ofSeconds(3));

    private final BedMachine machine;
    private final ServiceComponent etcd;
    private final ServiceComponent apiServer;
    private final ServiceComponent controllerManager;

    ControlPlane(BedMachine machine, Readiness readiness) {
        this.machine = machine;
        this.etcd = new ServiceComponent(machine, "etcd", component -> listening(component, "127.0.0.1:2379"));
        this.apiServer = new ServiceComponent(machine, "kube-apiserver", component -> ready(component, readiness));
        this.controllerManager = new ServiceComponent(
                machine, "kube-controller-manager", component -> listening(component, "127.0.0.1:10257"));
    }

    /** Certificates and the commands of the components. */
    void layOut() {
        phase("certs", "all");
        phase("etcd", "local");
        phase("control-plane", "all");
        PATIENCE.forEach(this::defineService);
    }

    /** Everything that makes it a cluster in kubeadm's sense. */
    void start() {
        etcd.launch();
        apiServer.launch();
        // The API server takes seconds to start and needs no kubeconfig.
        phase("kubeconfig", "all");
        apiServer.awaitService();
        controllerManager.launch();
        kubectl(
                "create",
                "clusterrolebinding",
                "kubeadm:cluster-admins",
                "--clusterrole=cluster-admin",
                "--group=kubeadm:cluster-admins");
        phase("upload-config", "all");
        phase("bootstrap-token");
        phase("addon", "kube-proxy");
        kubectl("delete", "secrets", "--namespace=kube-system", "--field-selector=type=bootstrap.kubernetes.io/token");
        controllerManager.awaitService();
    }

    private void phase(String... phase) {
        var command = Stream.of(
                        Stream.of("kubeadm", "init", "phase"),
                        Stream.of(phase),
                        Stream.of("--config=" + Layout.CONFIGURATION))
                .flatMap(words -> words);
        machine.run(command.toArray(String[]::new)).orThrow();
    }

    private void kubectl(String... arguments) {
        var command =
                Stream.concat(Stream.of("kubectl", "--kubeconfig=" + Layout.ADMIN_KUBECONFIG), Stream.of(arguments));
        machine.run(command.toArray(String[]::new)).orThrow();
    }

    private void defineService(String component, Duration patience) {
        var unit = ServiceUnit.of(component, command(component), patience).file();
        machine.write(unit.path(), unit.content().getBytes(StandardCharsets.UTF_8), "rw-r--r--");
    }

    /** The command of a static pod's only container. */
    private List<String> command(String component) {
        try {
            var pod = YAML.readTree(machine.read(Layout.MANIFESTS + component + ".yaml"));
            return pod.at("/spec/containers/0/command")
                    .valueStream()
                    .map(JsonNode::asText)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
