package dev.nodejoin.agent.cli;

import dev.nodejoin.agent.plan.NodePaths;
import dev.nodejoin.protocol.kubeadm.JoinConfiguration;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that makes a join change nothing, and where such a run writes to: kubeadm's places. */
final class DryRunOption {
    static final String DIRECTORY_VARIABLE = "KUBEADM_JOIN_DRYRUN_DIR";

    private static final String DIRECTORY_PREFIX = NodePaths.TEMPORARY + "/kubeadm-join-dryrun";

    @Option(
            names = "--dry-run",
            converter = GoBoolean.class,
            description = "Change nothing: read, check, and show what would be done. Files go into the directory of the"
                    + " environment variable " + DIRECTORY_VARIABLE + ", else into a new one in " + NodePaths.TEMPORARY
                    + " (default: the configuration's dryRun).")
    private @Nullable Boolean wanted;

    boolean isWanted(Optional<JoinConfiguration> join) {
        return Optional.ofNullable(wanted)
                .or(() -> join.map(JoinConfiguration::dryRun))
                .orElse(false);
    }

    /** As seen on the node. */
    static String directory() {
        return Optional.ofNullable(System.getenv(DIRECTORY_VARIABLE))
                .filter(given -> !given.isEmpty())
                .orElseGet(() -> DIRECTORY_PREFIX + Integer.toUnsignedString(new SecureRandom().nextInt()));
    }
}
