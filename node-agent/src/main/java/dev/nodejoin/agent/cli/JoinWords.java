package dev.nodejoin.agent.cli;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.nodejoin.agent.discovery.JoinSource;
import dev.nodejoin.protocol.MalformedInputException;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * The words of a command line that joins. They are read before anything is looked at; what was typed wrong is an error of
 * usage, a {@link ParameterException}.
 */
record JoinWords(
        CommandLine commandLine,
        List<String> positional,
        DiscoveryOptions discovery,
        ForeignOptions foreign,
        NodeOptions node,
        WantedExtent extent,
        KubeletOption kubelet,
        RootDirectory root) {
    /** What is neither an option nor its value. */
    JoinArguments arguments() {
        var typed = commandLine.getParseResult().originalArgs();
        return typed(() -> JoinArguments.of(typed, positional, kubelet.hasCommand()));
    }

    /** Where it is said which cluster to join. */
    JoinSource source(JoinArguments arguments) {
        return typed(() -> {
            foreign.requireWorker();
            extent.requireKnown();
            return named(arguments);
        });
    }

    /** A wait for a kubelet that runs can go by what the kubelet goes by. */
    private JoinSource named(JoinArguments arguments) {
        return extent.phases().isWaitAlone() && arguments.endpoint().isEmpty() && !discovery.isGiven()
                ? new JoinSource.OnNode()
                : discovery.source(arguments.endpoint(), given());
    }

    /** Where configurations are read, on a machine that has the kubelet of these arguments. */
    ConfigurationDesk configurations(JoinArguments arguments) {
        return typed(() -> new ConfigurationDesk(
                node.name(), node.criSocket(), () -> kubelet.release(arguments, root), extent::requireKnown));
    }

    void warnOfForeign() {
        foreign.warnings().forEach(warning -> commandLine.getErr().println("warning: " + warning));
    }

    /** The names of the options on the command line, without dashes. */
    private Set<String> given() {
        return commandLine.getParseResult().matchedOptions().stream()
                .map(option -> option.longestName().replaceFirst("^--?", ""))
                .collect(toUnmodifiableSet());
    }

    private <T> T typed(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (MalformedInputException e) {
            throw new ParameterException(commandLine, String.valueOf(e.getMessage()), e);
        }
    }
}
