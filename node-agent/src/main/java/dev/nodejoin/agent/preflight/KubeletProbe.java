package dev.nodejoin.agent.preflight;

import dev.nodejoin.agent.kubelet.InstalledKubelet;
import dev.nodejoin.agent.kubelet.KubeletException;
import dev.nodejoin.agent.kubelet.KubeletService;
import dev.nodejoin.agent.kubelet.KubeletUnit;
import dev.nodejoin.agent.kubelet.SearchPath;
import dev.nodejoin.agent.plan.KubeletRelease;
import dev.nodejoin.agent.preflight.MachineFacts.KubeletPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;

/** Looks at the kubelet: its program, how it is started, its port. */
final class KubeletProbe {
    static final int PORT = 10250;

    private final List<String> command;
    private final KubeletService service;
    private final SearchPath programs;

    /**
     * A look at the kubelet.
     *
     * @param command that starts it, word by word; empty where a service manager does
     */
    KubeletProbe(List<String> command, KubeletService service, SearchPath programs) {
        this.command = List.copyOf(command);
        this.service = service;
        this.programs = programs;
    }

    KubeletRelease program() {
        return InstalledKubelet.release(command);
    }

    /** Nothing where no service manager starts the kubelet. */
    Optional<KubeletUnit.State> unit() {
        if (!command.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(KubeletUnit.amongPrograms(programs).state());
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
