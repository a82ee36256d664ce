package dev.nodejoin.agent.cli;

import dev.nodejoin.agent.preflight.IgnoredChecks;
import dev.nodejoin.protocol.kubeadm.JoinConfiguration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that says which findings about the machine do not stop a join. */
final class PreflightOptions {
    @Option(
            names = "--ignore-preflight-errors",
            paramLabel = "CHECK",
            split = ",",
            description = "Checks whose errors are shown as warnings, such as Swap or SystemVerification; all for every"
                    + " check. Those of the configuration are ignored too.")
    private List<String> ignored = List.of();

    /**
     * What is ignored in all; throws {@link dev.nodejoin.protocol.MalformedInputException} where {@code all} is not alone.
     */
    IgnoredChecks ignored(Optional<JoinConfiguration> join) {
        var byConfiguration = join.map(
                        configuration -> configuration.nodeRegistration().ignorePreflightErrors())
                .orElse(List.of());
        return IgnoredChecks.of(ignored.stream().filter(name -> !name.isEmpty()).toList(), byConfiguration);
    }
}
