package dev.nodejoin.agent.cli;

import dev.nodejoin.protocol.kubeadm.JoinConfiguration;
import java.util.List;
import java.util.Optional;
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

    /** Whether that check's errors are ignored, by the option or the configuration; capitals don't count. */
    boolean ignores(String check, Optional<JoinConfiguration> join) {
        var configured = join.map(
                        configuration -> configuration.nodeRegistration().ignorePreflightErrors())
                .orElse(List.of());
        return Stream.concat(ignored.stream(), configured.stream())
                .anyMatch(name -> name.equalsIgnoreCase(check) || name.equalsIgnoreCase(ALL));
    }
}
