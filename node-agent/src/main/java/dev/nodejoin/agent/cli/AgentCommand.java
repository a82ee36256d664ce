package dev.nodejoin.agent.cli;

import dev.nodejoin.agent.plan.ExitCode;
import dev.nodejoin.agent.plan.JoinPhase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The command {@code node-agent}. Its exit codes are those of {@link ExitCode}; errors are one line on standard error that
 * begins with {@code error: }.
 */
@Command(
        name = "node-agent",
        description = "Joins this machine to a Kubernetes cluster as one of its nodes, and takes it out again.",
        mixinStandardHelpOptions = true,
        versionProvider = AgentVersion.class,
        subcommands = {JoinCommand.class, ResetCommand.class, IdentityCommand.class})
final class AgentCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = {"-v", "--v", "--verbose"},
            scope = ScopeType.INHERIT,
            arity = "0..1",
            preprocessor = Verbosity.class,
            paramLabel = "LEVEL",
            description =
                    "Show requests and, for errors, where they come from. A level may follow, as with kubeadm: 0 shows"
                            + " nothing more.")
    private boolean verbose;

    AgentCommand() {}

    /** The command line, ready to be executed. */
    static CommandLine commandLine() {
        return commandLine(PhaseCommand.all());
    }

    /**
     * The same for just those arguments: without the commands of single phases where none is called. They are many, and making
     * them would cost every join a twentieth of a second.
     */
    static CommandLine commandLineFor(String... arguments) {
        return List.of(arguments).contains(PhaseCommand.NAME) ? commandLine() : commandLine(List.of());
    }

    private static CommandLine commandLine(List<JoinPhase> phases) {
        var command = new AgentCommand();
        var commandLine = new CommandLine(command);
        PhaseCommand.addTo(Objects.requireNonNull(commandLine.getSubcommands().get("join")), phases);
        commandLine
                .setOverwrittenOptionsAllowed(true)
                .setExpandAtFiles(false)
                .setExitCodeExceptionMapper(Errors::exitCode)
                .setExecutionExceptionHandler((failure, at, parsed) -> Errors.report(failure, at, command.verbose))
                .setParameterExceptionHandler(Errors::reportUsage);
        describeExitCodes(commandLine);
        commandLine.getSubcommands().values().forEach(AgentCommand::describeExitCodes);
        return commandLine;
    }

    /** A command that lists its own is left as it is. */
    private static void describeExitCodes(CommandLine commandLine) {
        if (!commandLine.getCommandSpec().usageMessage().exitCodeList().isEmpty()) {
            return;
        }
        Map<String, String> codes = new LinkedHashMap<>();
        for (var code : ExitCode.values()) {
            codes.put(Integer.toString(code.number()), code.meaning());
        }
        commandLine
                .getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(codes);
    }

    boolean isVerbose() {
        return verbose;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: identity, join or reset");
    }
}
