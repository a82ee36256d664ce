package dev.nodejoin.agent.reset;

import dev.nodejoin.agent.cri.CriException;
import dev.nodejoin.agent.cri.PodSandboxes;
import dev.nodejoin.agent.plan.CriSockets;
import dev.nodejoin.agent.plan.PlainText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Stops and removes pods over the runtime's own socket, as kubeadm does; five attempts per pod, and ten minutes in all. */
public final class PodRemoval implements ContainerRuntime {
    private static final int ATTEMPTS = 5;
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Function<Path, PodSandboxes> connect;
    private final Supplier<Duration> steady;

    /**
     * Over connections to sockets.
     *
     * @param steady the time since some moment in the past, which never goes back
     */
    public PodRemoval(Function<Path, PodSandboxes> connect, Supplier<Duration> steady) {
        this.connect = connect;
        this.steady = steady;
    }

    @Override
    public Optional<String> removePods(String endpoint) {
        try (var pods = connect.apply(Path.of(CriSockets.path(endpoint)))) {
            var complaints = String.join("; ", remove(pods, steady.get().plus(LONGEST)));
            return complaints.isEmpty() ? Optional.empty() : Optional.of(complaints + remedy());
        } catch (CriException | IllegalArgumentException e) {
            return Optional.of("the container runtime at %s: %s".formatted(endpoint, reason(e)) + remedy());
        }
    }

    private List<String> remove(PodSandboxes pods, Duration end) {
        var complaints = new ArrayList<String>();
        var untried = 0;
        for (var id : pods.ids()) {
            if (isOver(end)) {
                untried++;
            } else {
                remove(pods, id, end).ifPresent(complaints::add);
            }
        }
        if (untried > 0) {
            complaints.add(
                    "%d more pods were not tried, since %d minutes were over".formatted(untried, LONGEST.toMinutes()));
        }
        return complaints;
    }

    /** The complaint of the last attempt. */
    private Optional<String> remove(PodSandboxes pods, String id, Duration end) {
        var last = attempt(pods, id, end);
        for (int tried = 1; tried < ATTEMPTS && last.isPresent() && !isOver(end); tried++) {
            last = attempt(pods, id, end);
        }
        return last;
    }

    private Optional<String> attempt(PodSandboxes pods, String id, Duration end) {
        try {
            pods.stop(id, left(end));
            pods.remove(id, left(end));
            return Optional.empty();
        } catch (CriException e) {
            return Optional.of("pod %s: %s".formatted(PlainText.of(id), reason(e)));
        }
    }

    private boolean isOver(Duration end) {
        return left(end).isZero();
    }

    private Duration left(Duration end) {
        var left = end.minus(steady.get());
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static String reason(Exception e) {
        return PlainText.of(String.valueOf(e.getMessage()));
    }

    private static String remedy() {
        return "; containers of pods may still run: remove them with \"crictl rmp --all --force\" or the runtime's own"
                + " tool, or restart this machine";
    }
}
