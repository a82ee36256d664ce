package dev.nodejoin.agent.reset;

import dev.nodejoin.agent.files.NodeFileException;
import dev.nodejoin.agent.files.NodeFiles;
import dev.nodejoin.agent.files.NodeTree;
import dev.nodejoin.agent.plan.CriSockets;
import dev.nodejoin.agent.plan.FileOnDisk;
import dev.nodejoin.agent.plan.NodePaths;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at a machine that is to be reset; changes nothing. */
public final class MachineObserver {
    private static final String KUBERNETES = "/etc/kubernetes";
    private static final List<String> CONTROL_PLANE = List.of("etcd.yaml", "kube-apiserver.yaml");
    private static final Pattern ENDPOINT = Pattern.compile("(?m)^containerRuntimeEndpoint: *\"?([^\"\\s]+)");

    private static final String DEFAULT_SOCKET = CriSockets.KNOWN.getFirst();

    private final NodeFiles files;
    private final NodeTree tree;

    public MachineObserver(NodeFiles files, NodeTree tree) {
        this.files = files;
        this.tree = tree;
    }

    /**
     * The machine as it is now; of a machine that this process may not reset it looks at nothing.
     *
     * @param criSocket what the command line says
     */
    public MachineState observe(boolean isPrivileged, Optional<String> criSocket) {
        if (!isPrivileged) {
            return new MachineState(
                    false, false, true, CriSockets.withScheme(criSocket.orElse(DEFAULT_SOCKET)), Set.of(), List.of());
        }
        return new MachineState(
                true,
                tree.names(ResetPlan.MANIFESTS).stream().anyMatch(CONTROL_PLANE::contains),
                tree.isDirectory(ResetPlan.KUBELET_DIRECTORY),
                criSocket.or(this::configuredSocket).map(CriSockets::withScheme).orElseGet(this::foundSocket),
                tree.names(NodePaths.OWN),
                leftovers());
    }

    /** What the last join found, which is better than to guess again; a file that can't be read stops no reset. */
    private Optional<String> configuredSocket() {
        try {
            return files.read(NodePaths.INSTANCE_CONFIG)
                    .map(FileOnDisk::content)
                    .map(ENDPOINT::matcher)
                    .filter(Matcher::find)
                    .map(found -> found.group(1));
        } catch (NodeFileException unreadable) {
            return Optional.empty();
        }
    }

    /** The first one in kubeadm's order, since a reset of kubeadm does not stop at several either. */
    private String foundSocket() {
        return CriSockets.withScheme(
                CriSockets.KNOWN.stream().filter(files::isListening).findFirst().orElse(DEFAULT_SOCKET));
    }

    private List<String> leftovers() {
        return tree.names(KUBERNETES).stream()
                .filter(name -> name.endsWith(NodeFiles.TEMPORARY_SUFFIX))
                .map(name -> KUBERNETES + "/" + name)
                .toList();
    }
}
