package dev.nodejoin.agent.cli;

import dev.nodejoin.agent.plan.JoinExtent;
import dev.nodejoin.agent.plan.JoinPhase;
import dev.nodejoin.protocol.kubeadm.JoinConfiguration;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How much of a join a command runs: one phase, or all but those that the option or the configuration leaves out. */
final class PhaseOptions {
    private static final String SKIP_PHASES = "--skip-phases";

    private final Optional<JoinPhase> phase;

    @Option(
            names = SKIP_PHASES,
            paramLabel = "NAME",
            split = ",",
            description =
                    "Phases to leave out (default: the configuration's skipPhases). What later phases have to know of"
                            + " the cluster is found out all the same.")
    private List<String> skipped = List.of();

    PhaseOptions(Optional<JoinPhase> phase) {
        this.phase = phase;
    }

    /** Whether nothing is asked for but the wait for a kubelet that runs. */
    boolean isWaitAlone() {
        return phase.equals(Optional.of(JoinPhase.KUBELET_WAIT_BOOTSTRAP));
    }

    /** Whether a single phase is asked for that has nothing to do on a worker. */
    boolean isOfControlPlanes() {
        return phase.filter(only -> !only.isOfWorkers()).isPresent();
    }

    void saySo(PrintWriter out) {
        phase.ifPresent(only ->
                out.println("[%s] Nothing to do: this is a phase of control planes, and the machine joins as a worker"
                        .formatted(only.fullName())));
        out.flush();
    }

    /** Names that no phase has are refused before anything happens. */
    void requireKnown() {
        JoinExtent.WHOLE.without(skippedByOption());
    }

    /**
     * What is to be done. A single phase is run even if the configuration skips it, as with kubeadm. Throws
     * {@link dev.nodejoin.protocol.MalformedInputException} for a name that no phase has.
     */
    JoinExtent extent(Optional<JoinConfiguration> join) {
        return phase.map(JoinExtent::only).orElseGet(() -> JoinExtent.WHOLE.without(skipped(join)));
    }

    private List<String> skipped(Optional<JoinConfiguration> join) {
        var byOption = skippedByOption();
        return byOption.isEmpty() ? join.map(JoinConfiguration::skipPhases).orElse(List.of()) : byOption;
    }

    private List<String> skippedByOption() {
        return skipped.equals(List.of("")) ? List.of() : skipped;
    }

    /** A command that runs one phase has nothing to leave out. */
    static void removeFrom(CommandSpec spec) {
        spec.remove(spec.findOption(SKIP_PHASES));
    }
}
