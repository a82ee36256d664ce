package dev.nodejoin.agent.cli;

import dev.nodejoin.agent.plan.CriSockets;
import dev.nodejoin.agent.plan.JoinOrder;
import dev.nodejoin.agent.plan.NodePaths;
import dev.nodejoin.agent.ticket.LocalText;
import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.NodeName;
import dev.nodejoin.protocol.kubeadm.Discovery;
import dev.nodejoin.protocol.kubeadm.JoinConfiguration;
import dev.nodejoin.protocol.kubeadm.KubernetesVersion;
import dev.nodejoin.protocol.kubeadm.NodeRegistration;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a join without a hand-off is asked for, by a file or by flags; everything that kubeadm refuses before it asks anybody
 * is refused here.
 *
 * @param nodeName of the command line
 * @param criSocket of the command line
 * @param release the one that is installed, if that is known
 * @param further what else is asked of a configuration; throws {@link MalformedInputException} if it is not so
 */
record ConfigurationDesk(
        Optional<String> nodeName,
        Optional<String> criSocket,
        Supplier<Optional<KubernetesVersion>> release,
        Consumer<JoinConfiguration> further) {

    /** Throws {@link MalformedInputException} naming the flag whose value no node can have. */
    ConfigurationDesk {
        nodeName = nodeName.map(ConfigurationDesk::name);
        criSocket = criSocket.map(ConfigurationDesk::socket);
    }

    /** Throws {@link ConfigurationException} for a file that can't be read or asks for what can't be done. */
    JoinConfiguration ofFile(String file) {
        try {
            var join = JoinConfiguration.parse(LocalText.read(file, JoinConfiguration.MAX_BYTES), release);
            JoinOrder.requireSupported(join);
            further.accept(join);
            requireKubeconfig(join.discovery());
            return join;
        } catch (MalformedInputException e) {
            throw new ConfigurationException(
                    "the configuration %s can't be used: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** Throws {@link ConfigurationException} if the discovery file is missing. */
    JoinConfiguration ofFlags(Discovery discovery) {
        requireKubeconfig(discovery);
        return of(discovery);
    }

    /** What a wait goes by that is told nothing. */
    JoinConfiguration ofNode() {
        return of(Discovery.file(NodePaths.KUBELET_CONF));
    }

    private JoinConfiguration of(Discovery discovery) {
        var named = nodeName.map(NodeRegistration.DEFAULTS::withName).orElse(NodeRegistration.DEFAULTS);
        return JoinConfiguration.of(
                discovery, criSocket.map(named::withCriSocket).orElse(named));
    }

    private static String name(String given) {
        try {
            return new NodeName(given.strip().toLowerCase(Locale.ROOT)).value();
        } catch (MalformedInputException e) {
            throw new MalformedInputException("--node-name: " + e.getMessage());
        }
    }

    private static String socket(String given) {
        var socket = CriSockets.withScheme(given);
        if (!NodeRegistration.isCriSocket(socket)) {
            throw new MalformedInputException("--cri-socket must be " + NodeRegistration.CRI_SOCKET_FORM);
        }
        return socket;
    }

    /** A file has to be there before anything else is done; of a URL that can't be known. */
    private static void requireKubeconfig(Discovery discovery) {
        discovery.kubeConfigPath().filter(path -> !path.contains("://")).ifPresent(ConfigurationDesk::requireFile);
    }

    private static void requireFile(String path) {
        try {
            if (!Files.exists(Path.of(path))) {
                throw new ConfigurationException("there is no discovery file %s".formatted(path));
            }
        } catch (InvalidPathException e) {
            throw new ConfigurationException("no file can be called as discovery.file.kubeConfigPath says", e);
        }
    }
}
