package dev.nodejoin.agent.preflight;

import dev.nodejoin.agent.kubelet.KubeletException;
import dev.nodejoin.agent.kubelet.KubeletService;
import dev.nodejoin.agent.kubelet.KubeletUnit;
import dev.nodejoin.agent.kubelet.Program;
import dev.nodejoin.agent.preflight.MachineFacts.KubeletPort;
import dev.nodejoin.agent.preflight.MachineFacts.KubeletProgram;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Looks at the kubelet: its program, how it is started, its port. */
final class KubeletProbe {
    static final int PORT = 10250;

    private static final String KUBELET = "kubelet";

    private final List<String> command;
    private final KubeletService service;
    private final Predicate<String> isOnPath;

    /**
     * A look at the kubelet.
     *
     * @param command that starts it, word by word; empty where a service manager does
     */
    KubeletProbe(List<String> command, KubeletService service, Predicate<String> isOnPath) {
        this.command = List.copyOf(command);
        this.service = service;
        this.isOnPath = isOnPath;
    }

    KubeletProgram program() {
        var name = command.isEmpty() ? KUBELET : command.getFirst();
        return Path.of(name).endsWith(KUBELET) ? version(name) : new KubeletProgram.NotAsked();
    }

    private static KubeletProgram version(String name) {
        try {
            var outcome = Program.run(name, "--version");
            return outcome.succeeded()
                    ? new KubeletProgram.Said(outcome.output())
                    : new KubeletProgram.Failed(outcome.complaint());
        } catch (KubeletException e) {
            return new KubeletProgram.Failed(String.valueOf(e.getMessage()));
        }
    }

    /** Nothing where no service manager starts the kubelet. */
    Optional<KubeletUnit.State> unit() {
        if (!command.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(KubeletUnit.amongPrograms(isOnPath).state());
        } catch (KubeletException e) {
            return Optional.of(new KubeletUnit.State.Unmanaged(String.valueOf(e.getMessage())));
        }
    }

    KubeletPort port() {
        if (isFree(PORT)) {
            return KubeletPort.FREE;
        }
        return service.isRunning() ? KubeletPort.TAKEN_WITH_KUBELET : KubeletPort.TAKEN;
    }

    /** By listening on all addresses for a moment, as kubeadm does. */
    static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(port));
            return true;
        } catch (IOException inUse) {
            return false;
        }
    }
}
