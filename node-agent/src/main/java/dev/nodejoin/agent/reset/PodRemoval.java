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

/**
 * Stops and removes pods over the runtime's own socket, as kubeadm does; five attempts per pod. A runtime that has removed no
 * pod for ten minutes is given up.
 */
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
            var complaints = String.join("; ", removeAll(pods, new Patience()));
            return complaints.isEmpty() ? Optional.empty() : Optional.of(complaints + remedy());
        } catch (CriException | IllegalArgumentException e) {
            return Optional.of("the container runtime at %s: %s".formatted(endpoint, reason(e)) + remedy());
        }
    }

    private static List<String> removeAll(PodSandboxes pods, Patience patience) {
        var complaints = new ArrayList<String>();
        var untried = 0;
        for (var id : pods.ids()) {
            if (patience.isOver()) {
                untried++;
            } else {
                remove(pods, id, patience).ifPresent(complaints::add);
            }
        }
        if (untried > 0) {
            complaints.add("%d more pods were not tried, since none was removed for %d minutes"
                    .formatted(untried, LONGEST.toMinutes()));
        }
        return complaints;
    }

    /** The complaint of the last attempt. */
    private static Optional<String> remove(PodSandboxes pods, String id, Patience patience) {
        var last = attempt(pods, id, patience);
        for (int tried = 1; tried < ATTEMPTS && last.isPresent() && !patience.isOver(); tried++) {
            last = attempt(pods, id, patience);
        }
        return last.map(complaint -> "pod %s: %s".formatted(PlainText.of(id), complaint));
    }

    private static Optional<String> attempt(PodSandboxes pods, String id, Patience patience) {
        try {
            pods.stop(id, patience.left());
            if (patience.isOver()) {
                return Optional.of("it was stopped and not removed, since no pod was removed for %d minutes"
                        .formatted(LONGEST.toMinutes()));
            }
            pods.remove(id, patience.left());
            patience.beginAnew();
            return Optional.empty();
        } catch (CriException e) {
            return Optional.of(reason(e));
        }
    }

    private static String reason(Exception e) {
        return PlainText.of(String.valueOf(e.getMessage()));
    }

    private static String remedy() {
        return "; containers of pods may still run: remove them with \"crictl rmp --all --force\" or the runtime's own"
                + " tool, or restart this machine";
    }

    /** Only time in which nothing gets on is limited: many pods may take long. */
    private final class Patience {
        private Duration end = steady.get().plus(LONGEST);

        void beginAnew() {
            end = steady.get().plus(LONGEST);
        }

        boolean isOver() {
            return left().isZero();
        }

        Duration left() {
            var left = end.minus(steady.get());
            return left.isNegative() ? Duration.ZERO : left;
        }
    }
}
