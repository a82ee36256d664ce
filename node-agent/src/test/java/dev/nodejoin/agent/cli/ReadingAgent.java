package dev.nodejoin.agent.cli;

import dev.nodejoin.agent.discovery.JoinSource;
import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.kubeadm.JoinConfiguration;
import dev.nodejoin.protocol.kubeadm.KubernetesVersion;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.ParameterException;

/** The agent as far as it reads its command line and its configuration; it asks nobody and touches nothing. */
public final class ReadingAgent {
    private ReadingAgent() {}

    /**
     * What became of a command line.
     *
     * @param complaint why it was refused; empty if it was not
     * @param warnings of the configuration
     */
    public record Reading(Optional<String> complaint, List<String> warnings) {
        public boolean isAccepted() {
            return complaint.isEmpty();
        }
    }

    /** Reads {@code node-agent join} with these words on a machine with that release. */
    public static Reading join(KubernetesVersion release, List<String> words) {
        try {
            return new Reading(Optional.empty(), configuration(release, words).warnings());
        } catch (ParameterException | ConfigurationException | MalformedInputException e) {
            return new Reading(Optional.of(String.valueOf(e.getMessage())), List.of());
        }
    }

    private static JoinConfiguration configuration(KubernetesVersion release, List<String> words) {
        var commandLine = AgentCommand.commandLine();
        var join = Objects.requireNonNull(commandLine.getSubcommands().get("join"));
        commandLine.parseArgs(Stream.concat(Stream.of("join"), words.stream()).toArray(String[]::new));
        JoinCommand command = join.getCommand();
        var spoken = command.words();
        var arguments = spoken.arguments();
        var source = spoken.source(arguments);
        var desk = spoken.configurations(arguments);
        var here = new ConfigurationDesk(desk.nodeName(), desk.criSocket(), () -> Optional.of(release), desk.further());
        return switch (source) {
            case JoinSource.Configuration(String file) -> here.ofFile(file);
            case JoinSource.Flags(var discovery) -> here.ofFlags(discovery);
            case JoinSource.OnNode _ -> here.ofNode();
            case JoinSource.Ticket _ -> throw new IllegalArgumentException("a ticket is nothing that kubeadm knows");
        };
    }
}
