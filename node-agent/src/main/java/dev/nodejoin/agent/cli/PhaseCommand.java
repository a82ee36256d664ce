package dev.nodejoin.agent.cli;

import dev.nodejoin.agent.plan.JoinPhase;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * {@code node-agent join phase}, and below it a command for each phase. Each of them takes the options of
 * {@code node-agent join}, which are more than kubeadm's phases take; those that hold others run nothing by themselves.
 */
@Command(name = PhaseCommand.NAME, mixinStandardHelpOptions = true, versionProvider = AgentVersion.class)
final class PhaseCommand implements Runnable {
    static final String NAME = "phase";

    private final List<JoinPhase> choice;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(hidden = true, arity = "0..*")
    private List<String> unknown = List.of();

    private PhaseCommand(List<JoinPhase> choice) {
        this.choice = choice;
    }

    /** Those that are below no other. */
    static List<JoinPhase> all() {
        return Arrays.stream(JoinPhase.values())
                .filter(phase -> !phase.isNested())
                .toList();
    }

    /** Lists all phases in the help of the command that joins, and puts a command for these below it. */
    static void addTo(CommandLine join, List<JoinPhase> phases) {
        join.getCommandSpec()
                .usageMessage()
                .footerHeading("%nPhases of a join, for --skip-phases and the command phase:%n")
                .footer(lines());
        join.addSubcommand(NAME, holding(NAME, phases, "Runs a single phase of a join."));
    }

    private static String[] lines() {
        var listed = Arrays.stream(JoinPhase.values())
                .filter(phase -> phase.isListed() && !phase.isForSiblings())
                .toList();
        return listed.stream()
                .map(phase -> "%-24s%s"
                        .formatted(phase.isNested() ? "  /" + phase.shortName() : phase.shortName(), phase.purpose()))
                .toArray(String[]::new);
    }

    private static CommandLine holding(String name, List<JoinPhase> phases, String purpose) {
        var holder = new CommandLine(new PhaseCommand(phases));
        holder.getCommandSpec().usageMessage().description(purpose);
        holder.getCommandSpec().name(name);
        phases.forEach(phase -> holder.addSubcommand(phase.shortName(), command(phase)));
        return holder;
    }

    private static CommandLine command(JoinPhase phase) {
        return phase.children().isEmpty()
                ? single(phase)
                : holding(phase.shortName(), phase.children(), phase.purpose() + ".");
    }

    private static CommandLine single(JoinPhase phase) {
        var command = new CommandLine(new JoinCommand(phase));
        var spec = command.getCommandSpec().name(phase.shortName());
        PhaseOptions.removeFrom(spec);
        spec.usageMessage().description(phase.purpose() + ".").hidden(!phase.isListed());
        return command;
    }

    /**
     * Throws {@link ParameterException} if words stand before the name of the phase that was called: a command that is not
     * run reads them, and the one that is run would go on without them.
     */
    static void requireNothingBefore(CommandLine phase) {
        for (var above = phase.getParent(); above != null; above = above.getParent()) {
            var words = above.getParseResult();
            if (!words.matchedPositionals().isEmpty()
                    || words.matchedOptions().stream().anyMatch(option -> option.scopeType() == ScopeType.LOCAL)) {
                throw new ParameterException(phase, "give options and the endpoint after the name of the phase");
            }
        }
    }

    @Override
    public void run() {
        var names = choice.stream()
                .filter(JoinPhase::isListed)
                .map(JoinPhase::shortName)
                .collect(Collectors.joining(", "));
        throw new ParameterException(
                spec.commandLine(),
                unknown.isEmpty()
                        ? "say which phase: " + names
                        : "invalid phase name: %s; the phases are %s".formatted(unknown.getFirst(), names));
    }
}
