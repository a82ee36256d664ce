package dev.nodejoin.agent.cli;

import static java.util.stream.Collectors.toCollection;

import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.kubeadm.JoinConfiguration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The option that says which findings about the machine do not stop a join. */
final class PreflightOptions {
    private static final String ALL = "all";

    @Option(
            names = "--ignore-preflight-errors",
            paramLabel = "CHECK",
            split = ",",
            description = "Checks whose errors are shown as warnings, such as Swap or SystemVerification; all for every"
                    + " check. Those of the configuration are ignored too.")
    private List<String> ignored = List.of();

    /** Throws {@link MalformedInputException} if checks are named beside all, by option or configuration, as with kubeadm. */
    void requireAllAlone(Optional<JoinConfiguration> join) {
        var names = names(join);
        if (names.contains(ALL) && names.size() > 1) {
            throw new MalformedInputException(
                    "--ignore-preflight-errors and nodeRegistration.ignorePreflightErrors name all and single checks"
                            + " (%s); give either".formatted(String.join(", ", names)));
        }
    }

    /** Whether that check's errors are ignored, by the option or the configuration; capitals don't count. */
    boolean ignores(String check, Optional<JoinConfiguration> join) {
        var names = names(join);
        return names.contains(ALL) || names.contains(check.toLowerCase(Locale.ROOT));
    }

    private SortedSet<String> names(Optional<JoinConfiguration> join) {
        var configured = join.map(
                        configuration -> configuration.nodeRegistration().ignorePreflightErrors())
                .orElse(List.of());
        return Stream.concat(ignored.stream(), configured.stream())
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty())
                .collect(toCollection(TreeSet::new));
    }
}
