package dev.nodejoin.agent.reset;

import dev.nodejoin.agent.files.NodeFiles;
import dev.nodejoin.agent.files.NodeTree;
import dev.nodejoin.agent.kubelet.CommandKubelet;
import dev.nodejoin.agent.kubelet.KubeletService;
import dev.nodejoin.agent.plan.CriSockets;
import dev.nodejoin.agent.reset.ResetStep.Confirm;
import dev.nodejoin.agent.reset.ResetStep.Delete;
import dev.nodejoin.agent.reset.ResetStep.Empty;
import dev.nodejoin.agent.reset.ResetStep.EmptyExcept;
import dev.nodejoin.agent.reset.ResetStep.Refuse;
import dev.nodejoin.agent.reset.ResetStep.RemoveContainers;
import dev.nodejoin.agent.reset.ResetStep.StopKubelet;
import dev.nodejoin.agent.reset.ResetStep.Tell;
import dev.nodejoin.agent.reset.ResetStep.Unmount;
import dev.nodejoin.agent.reset.ResetStep.Warn;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Carries out a reset. As with kubeadm, a question that is not answered by yes, a check that fails and a mount that can't be
 * taken away end it; whatever else fails is told and does not stop the rest.
 */
public final class Reset {
    private final NodeFiles files;
    private final NodeTree tree;
    private final List<KubeletService> kubelets;
    private final Mounts mounts;
    private final ContainerRuntime runtime;
    private final ResetConsole console;

    /**
     * A reset with everything it touches.
     *
     * @param kubelets the ways in which a kubelet may have been started here
     */
    public Reset(
            NodeFiles files,
            NodeTree tree,
            List<KubeletService> kubelets,
            Mounts mounts,
            ContainerRuntime runtime,
            ResetConsole console) {
        this.files = files;
        this.tree = tree;
        this.kubelets = List.copyOf(kubelets);
        this.mounts = mounts;
        this.runtime = runtime;
        this.console = console;
    }

    /** Throws {@link ResetRefusedException} if a step ends the reset. */
    public void run(List<ResetStep> steps) {
        steps.forEach(this::carryOut);
    }

    private void carryOut(ResetStep step) {
        switch (step) {
            case Confirm s -> console.confirm();
            case Tell s -> console.tell(s.line());
            case Warn s -> console.warn(s.line());
            case Refuse s -> throw new ResetRefusedException(s.sentence());
            case StopKubelet s -> stopKubelet();
            case Unmount s -> unmount(s.directory());
            case RemoveContainers s -> removeContainers(s.socket());
            case EmptyExcept s -> warn(tree.empty(s.directory(), Set.of(s.kept())));
            case Empty s -> s.directories().forEach(directory -> warn(tree.empty(directory, Set.of())));
            case Delete s -> s.paths().forEach(path -> warn(tree.delete(path)));
        }
    }

    private void stopKubelet() {
        var complaints = kubelets.stream()
                .map(KubeletService::stop)
                .flatMap(Optional::stream)
                .toList();
        complaints.forEach(complaint -> warn(
                "The kubelet service could not be stopped: %s; make sure that no kubelet runs".formatted(complaint)));
        if (complaints.isEmpty()) {
            warn(tree.delete(CommandKubelet.RECORD));
        }
    }

    private void unmount(String directory) {
        var complaints = mounts.below(tree.locate(directory)).stream()
                .map(mounts::unmount)
                .flatMap(Optional::stream)
                .toList();
        if (!complaints.isEmpty()) {
            throw new ResetRefusedException("can't unmount what is mounted below %s: %s; no file was deleted,"
                            .formatted(directory, String.join("; ", complaints))
                    + " end what uses it and run the same command again");
        }
    }

    private void removeContainers(String endpoint) {
        var socket = CriSockets.path(endpoint);
        if (!socket.startsWith("/")) {
            warnOfContainers(runtime.removePods(endpoint));
            return;
        }
        warnOfContainers(
                files.isListening(socket)
                        ? runtime.removePods(CriSockets.withScheme(String.valueOf(tree.locate(socket))))
                        : Optional.of("no container runtime listens at %s; --cri-socket says where it does"
                                .formatted(endpoint)));
    }

    private void warnOfContainers(Optional<String> complaint) {
        complaint.ifPresent(why -> warn("Failed to remove containers: " + why));
    }

    private void warn(List<String> complaints) {
        complaints.forEach(this::warn);
    }

    private void warn(String complaint) {
        console.warn("[reset] WARNING: " + complaint);
    }
}
