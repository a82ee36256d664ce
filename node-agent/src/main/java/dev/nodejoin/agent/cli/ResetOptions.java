package dev.nodejoin.agent.cli;

import dev.nodejoin.agent.plan.NodePaths;
import dev.nodejoin.agent.reset.ResetOrder;
import dev.nodejoin.agent.reset.ResetPhase;
import dev.nodejoin.agent.reset.ResetPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of a reset: those of {@code kubeadm reset}, and {@code --forget-identity}. */
final class ResetOptions {
    @Option(
            names = {"-f", "--force"},
            description = "Do not ask.")
    private boolean force;

    @Option(names = "--dry-run", description = "Say what would be done, and change nothing.")
    private boolean dryRun;

    @Option(names = "--forget-identity", description = "Delete the node's own key too: " + NodePaths.NODE_KEY + ".")
    private boolean forgetIdentity;

    @Option(
            names = "--cert-dir",
            paramLabel = "DIR",
            defaultValue = ResetPlan.CERTIFICATES,
            description = "The directory of certificates, whose contents are deleted (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path certificates;

    @Option(names = "--cleanup-tmp-dir", description = "Delete the contents of /etc/kubernetes/tmp too.")
    private boolean withTemporary;

    @Option(
            names = "--cri-socket",
            paramLabel = "PATH",
            description = "Where the container runtime listens (default: what the join wrote down, else the one that is"
                    + " found).")
    private @Nullable String criSocket;

    @Option(
            names = "--skip-phases",
            paramLabel = "PHASE",
            split = ",",
            description = "Phases to leave out: preflight (the question and the check for root), remove-etcd-member"
                    + " (turns control planes away), cleanup-node.")
    private List<String> skipped = List.of();

    @Option(
            names = "--ignore-preflight-errors",
            paramLabel = "CHECK",
            split = ",",
            description = "Checks that only warn: IsPrivilegedUser, or all.")
    private List<String> ignoredChecks = List.of();

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "Taken as kubeadm takes it, and not used: a worker's reset asks nothing of the API server.")
    @SuppressWarnings("unused")
    private @Nullable Path kubeconfig;

    @Option(names = "--config", paramLabel = "FILE", hidden = true)
    private @Nullable Path configuration;

    Optional<String> criSocket() {
        return Optional.ofNullable(criSocket);
    }

    /** Throws {@link ParameterException} for what is not to be done. */
    ResetOrder order(CommandLine commandLine) {
        if (configuration != null) {
            throw new ParameterException(
                    commandLine, "a ResetConfiguration (--config) is not read; give what it says by the other options");
        }
        return new ResetOrder(
                force,
                dryRun,
                certificates(commandLine),
                withTemporary,
                forgetIdentity,
                skipped.stream().map(label -> phase(commandLine, label)).collect(Collectors.toSet()),
                lowerCase(ignoredChecks));
    }

    /** A slip of the pen there deletes what it should not, so what can't be meant is refused. */
    private String certificates(CommandLine commandLine) {
        var directory = certificates.normalize();
        if (!directory.isAbsolute() || directory.getNameCount() < 2) {
            throw new ParameterException(
                    commandLine,
                    "--cert-dir %s can't be emptied: give an absolute path below /etc, say".formatted(directory));
        }
        if (Path.of(NodePaths.NODE_KEY).startsWith(directory)) {
            throw new ParameterException(
                    commandLine,
                    "--cert-dir %s can't be emptied: the node key is in it; see --forget-identity"
                            .formatted(directory));
        }
        return directory.toString();
    }

    private static ResetPhase phase(CommandLine commandLine, String label) {
        return ResetPhase.named(label)
                .orElseThrow(() -> new ParameterException(commandLine, "invalid phase name: " + label));
    }

    private static Set<String> lowerCase(List<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }
}
