package dev.nodejoin.agent.join;

import dev.nodejoin.agent.plan.Action;
import dev.nodejoin.agent.plan.JoinExtent;
import dev.nodejoin.agent.plan.JoinGoal;
import dev.nodejoin.agent.plan.JoinPhase;
import dev.nodejoin.agent.plan.NodePaths;
import dev.nodejoin.agent.plan.Phase;
import dev.nodejoin.protocol.kubeadm.GoDuration;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What a person sees of a join: lines in kubeadm's style, and where the time went. */
public final class Transcript {
    private static final String ISSUED = """
            * The API server got a certificate signing request and answered with a certificate.
            * The kubelet runs with that certificate""";
    private static final String LAID_DOWN =
            "* The kubelet runs with the credentials that were laid down in " + NodePaths.KUBELET_CONF;

    private final PrintWriter out;
    private final PrintWriter err;
    private final Map<Phase, Duration> spent = new EnumMap<>(Phase.class);

    public Transcript(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    void say(Phase phase, String line) {
        out.println("[%s] %s".formatted(phase.label(), line));
        out.flush();
    }

    /** Where a run that changes nothing else leaves its files, and how to have them elsewhere. */
    public void dryRun(String directory, String variable) {
        say(
                Phase.DRY_RUN,
                "Nothing is changed; what would be written goes into \"%s\" (the environment variable %s names another place)"
                        .formatted(directory, variable));
    }

    /** A text that ends with its own line. */
    void show(String heading, String text) {
        out.println(heading);
        out.print(text);
        out.flush();
    }

    /** kubeadm has a prefix of its own for these. */
    void sayOfPatches(String line) {
        out.println("[patches] " + line);
        out.flush();
    }

    void warn(Phase phase, String line) {
        err.println("[%s] WARNING: %s".formatted(phase.label(), line));
        err.flush();
    }

    /** Lines that belong to what was said before. */
    void detail(Collection<String> lines) {
        lines.forEach(out::println);
        out.flush();
    }

    /** Lines of complaint that have their form already. */
    void complain(Collection<String> lines) {
        lines.forEach(err::println);
        err.flush();
    }

    void spent(Action action, Duration time) {
        spent(Phase.of(action), time);
    }

    void spent(Phase phase, Duration time) {
        spent.merge(phase, time, Duration::plus);
    }

    /**
     * The last lines; wrappers of kubeadm look for the one that says that the node has joined.
     *
     * @param laidDown whether the node's credentials were there beforehand
     */
    void done(JoinGoal goal, boolean laidDown) {
        var total = spent.values().stream().reduce(Duration.ZERO, Duration::plus);
        out.println("[join] Time per phase: %s; in all %s".formatted(phases(), shown(total)));
        if (goal.extent().leftOut().contains(JoinPhase.KUBELET_WAIT_BOOTSTRAP)) {
            leftOut(goal.extent());
        } else {
            joined(goal.nodeName(), laidDown ? LAID_DOWN : ISSUED);
        }
        out.flush();
    }

    private void leftOut(JoinExtent extent) {
        out.println("[join] Done as far as was asked; left out: %s"
                .formatted(extent.leftOut().stream().map(JoinPhase::fullName).collect(Collectors.joining(", "))));
    }

    private void joined(String nodeName, String credentials) {
        out.println("""

                This node has joined the cluster:
                %s, and the Node "%s" is registered.

                Run 'kubectl get nodes' on the control plane to see this node.""".formatted(credentials, nodeName));
    }

    private String phases() {
        return spent.entrySet().stream()
                .map(entry -> entry.getKey().label() + " " + shown(entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** As Go prints it, to the millisecond. */
    static String shown(Duration time) {
        return GoDuration.format(time.truncatedTo(ChronoUnit.MILLIS));
    }
}
