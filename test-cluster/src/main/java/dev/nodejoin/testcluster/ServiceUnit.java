package dev.nodejoin.testcluster;

import dev.nodejoin.testcluster.bed.MachineSpec.TextFile;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** A systemd unit file, as far as a machine's stand-in for systemd understands it. */
record ServiceUnit(String name, List<String> lines) {
    private static final Duration USUAL_PATIENCE = Duration.ofSeconds(10);

    ServiceUnit {
        lines = List.copyOf(lines);
    }

    /** A service that runs exactly this command; it is killed if it takes longer than {@code patience} to end. */
    static ServiceUnit of(String name, List<String> command, Duration patience) {
        var quoted = command.stream().map(ServiceUnit::quote).collect(Collectors.joining(" "));
        return new ServiceUnit(
                name, List.of("ExecStart=" + quoted, "RestartSec=1", "TimeoutStopSec=" + patience.toSeconds()));
    }

    /** The kubelet as the packages of kubeadm define it. */
    static ServiceUnit kubelet() {
        return new ServiceUnit(
                "kubelet",
                List.of(
                        "Environment=\"KUBELET_KUBECONFIG_ARGS=--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf"
                                + " --kubeconfig=/etc/kubernetes/kubelet.conf\"",
                        "Environment=\"KUBELET_CONFIG_ARGS=--config=/var/lib/kubelet/config.yaml\"",
                        "EnvironmentFile=-/var/lib/kubelet/kubeadm-flags.env",
                        "EnvironmentFile=-/etc/default/kubelet",
                        "ExecStart=" + Layout.BINARIES + "/kubelet $KUBELET_KUBECONFIG_ARGS $KUBELET_CONFIG_ARGS"
                                + " $KUBELET_KUBEADM_ARGS $KUBELET_EXTRA_ARGS",
                        "RestartSec=2"));
    }

    /** The fake container runtime, where kubeadm looks for containerd. */
    static ServiceUnit containerRuntime() {
        return of(
                "containerd",
                List.of(Layout.BINARIES + "/fakecri", "--listen", "unix://" + Layout.CRI_SOCKET),
                USUAL_PATIENCE);
    }

    TextFile file() {
        var text = lines.stream()
                .collect(Collectors.joining(
                        "\n", "[Unit]\nDescription=%s\n\n[Service]\nRestart=always\n".formatted(name), "\n"));
        return TextFile.readable("/etc/systemd/system/" + name + ".service", text);
    }

    private static String quote(String word) {
        return '"'
                + word.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("$", "$$")
                        .replace("%", "%%")
                + '"';
    }
}
