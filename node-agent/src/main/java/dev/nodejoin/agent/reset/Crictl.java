package dev.nodejoin.agent.reset;

import dev.nodejoin.agent.kubelet.KubeletException;
import dev.nodejoin.agent.kubelet.Program;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Talks to the runtime by crictl(1), as kubeadm did before it spoke the CRI itself; five attempts per pod, as kubeadm. */
public final class Crictl implements ContainerRuntime {
    private static final int ATTEMPTS = 5;

    /** crictl mixes warnings into its answer; a name of a pod has no space in it. */
    private static final Predicate<String> POD =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*").asMatchPredicate();

    private final String program;

    public Crictl() {
        this("crictl");
    }

    Crictl(String program) {
        this.program = program;
    }

    @Override
    public Optional<String> removePods(String endpoint) {
        try {
            var listed = run(endpoint, "pods", "--quiet");
            if (!listed.succeeded()) {
                return Optional.of(listed.complaint() + remedy());
            }
            var complaints = pods(listed).stream()
                    .flatMap(pod -> remove(endpoint, pod).stream())
                    .collect(Collectors.joining("; "));
            return complaints.isEmpty() ? Optional.empty() : Optional.of(complaints + remedy());
        } catch (KubeletException e) {
            return Optional.of(e.getMessage() + remedy());
        }
    }

    private static List<String> pods(Program.Outcome listed) {
        return listed.output().lines().map(String::strip).filter(POD).toList();
    }

    /** The complaint of the last attempt. */
    private Optional<String> remove(String endpoint, String pod) {
        var last = attempt(endpoint, pod);
        for (int tried = 1; tried < ATTEMPTS && last.isPresent(); tried++) {
            last = attempt(endpoint, pod);
        }
        return last;
    }

    private Optional<String> attempt(String endpoint, String pod) {
        var stopped = run(endpoint, "stopp", pod);
        if (!stopped.succeeded()) {
            return Optional.of(stopped.complaint());
        }
        var removed = run(endpoint, "rmp", pod);
        return removed.succeeded() ? Optional.empty() : Optional.of(removed.complaint());
    }

    private Program.Outcome run(String endpoint, String verb, String argument) {
        return Program.run(program, "--runtime-endpoint", endpoint, "--timeout", "60s", verb, argument);
    }

    private static String remedy() {
        return "; containers of pods may still run: remove them with \"crictl rmp --all --force\" or the runtime's own"
                + " tool, or restart this machine";
    }
}
