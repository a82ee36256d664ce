package dev.nodejoin.agent.cli;

import dev.nodejoin.protocol.MalformedInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Flags of {@code kubeadm join} that mean nothing for a worker, or nothing outside of kubeadm: a script that has them gets a
 * sentence, a warning where kubeadm warns and an error where going on would be something else than what was asked for.
 */
final class ForeignOptions {
    private static final int DEFAULT_BIND_PORT = 6443;

    @Option(
            names = "--control-plane",
            hidden = true,
            converter = GoBoolean.class,
            description = "Refused: this agent joins workers; a control plane is joined with kubeadm.")
    private boolean controlPlane;

    @Option(
            names = "--certificate-key",
            paramLabel = "HEX",
            description = "For control planes only; read over, with a warning.")
    private String certificateKey = "";

    @Option(
            names = "--apiserver-advertise-address",
            paramLabel = "ADDRESS",
            description = "For control planes only; read over, with a warning.")
    private String advertiseAddress = "";

    @Option(
            names = "--apiserver-bind-port",
            paramLabel = "PORT",
            converter = GoInteger.class,
            description = "For control planes only; read over, with a warning.")
    private int bindPort = DEFAULT_BIND_PORT;

    @Option(
            names = "--rootfs",
            hidden = true,
            paramLabel = "DIR",
            description =
                    "Refused, since it would move programs too: see --root-dir, or run the agent below chroot DIR.")
    private @Nullable Path rootfs;

    @Option(
            names = "--vmodule",
            hidden = true,
            paramLabel = "PATTERN=N",
            description = "Levels of logging for kubeadm's source files; read over, with a warning.")
    private String vmodule = "";

    /** Throws {@link MalformedInputException} for a flag that asks for what this agent does not do. */
    void requireWorker() {
        if (controlPlane) {
            throw new MalformedInputException(
                    "--control-plane: this agent joins workers only; join a control plane with kubeadm join");
        }
        if (rootfs != null && !isRoot(rootfs)) {
            throw new MalformedInputException(
                    ("--rootfs moves files and programs alike, which this agent does not; run it"
                                    + " there (chroot %1$s node-agent join ...), or give --root-dir %1$s, which moves the node's"
                                    + " files alone")
                            .formatted(rootfs));
        }
    }

    /** What is read over. */
    List<String> warnings() {
        var warnings = new ArrayList<String>();
        if (!certificateKey.isEmpty() || !advertiseAddress.isEmpty() || bindPort != DEFAULT_BIND_PORT) {
            warnings.add(
                    "--certificate-key, --apiserver-advertise-address and --apiserver-bind-port are for control planes;"
                            + " this joins a worker, and they are read over");
        }
        if (!vmodule.isEmpty()) {
            warnings.add(
                    "--vmodule is about the source files of kubeadm; it is read over, -v shows more of this agent");
        }
        return warnings;
    }

    private static boolean isRoot(Path path) {
        return path.toString().isEmpty() || path.normalize().equals(Path.of("/"));
    }
}
