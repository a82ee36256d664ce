package dev.nodejoin.agent.reset;

import dev.nodejoin.agent.cri.CriException;
import dev.nodejoin.agent.cri.PodSandboxes;
import dev.nodejoin.agent.plan.CriSockets;
import dev.nodejoin.agent.plan.PlainText;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Stops and removes pods over the runtime's own socket, as kubeadm does; five attempts per pod. */
public final class PodRemoval implements ContainerRuntime {
    private static final int ATTEMPTS = 5;

    private final Function<Path, PodSandboxes> connect;

    public PodRemoval(Function<Path, PodSandboxes> connect) {
        this.connect = connect;
    }

    @Override
    public Optional<String> removePods(String endpoint) {
        try (var pods = connect.apply(Path.of(CriSockets.path(endpoint)))) {
            var complaints =
                    pods.ids().stream().flatMap(id -> remove(pods, id).stream()).collect(Collectors.joining("; "));
            return complaints.isEmpty() ? Optional.empty() : Optional.of(complaints + remedy());
        } catch (CriException | IllegalArgumentException e) {
            return Optional.of("the container runtime at %s: %s".formatted(endpoint, reason(e)) + remedy());
        }
    }

    /** The complaint of the last attempt. */
    private static Optional<String> remove(PodSandboxes pods, String id) {
        var last = attempt(pods, id);
        for (int tried = 1; tried < ATTEMPTS && last.isPresent(); tried++) {
            last = attempt(pods, id);
        }
        return last;
    }

    private static Optional<String> attempt(PodSandboxes pods, String id) {
        try {
            pods.stop(id);
            pods.remove(id);
            return Optional.empty();
        } catch (CriException e) {
            return Optional.of("pod %s: %s".formatted(PlainText.of(id), reason(e)));
        }
    }

    private static String reason(Exception e) {
        return PlainText.of(String.valueOf(e.getMessage()));
    }

    private static String remedy() {
        return "; containers of pods may still run: remove them with \"crictl rmp --all --force\" or the runtime's own"
                + " tool, or restart this machine";
    }
}
