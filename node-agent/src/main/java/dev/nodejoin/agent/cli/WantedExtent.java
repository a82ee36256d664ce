package dev.nodejoin.agent.cli;

import dev.nodejoin.agent.plan.JoinExtent;
import dev.nodejoin.agent.preflight.IgnoredChecks;
import dev.nodejoin.protocol.kubeadm.JoinConfiguration;
import java.util.Optional;

/** How much of a join is wanted, by the options, else by the configuration. */
record WantedExtent(PhaseOptions phases, PreflightOptions preflight, DryRunOption dryRun) {
    /** Throws {@link dev.nodejoin.protocol.MalformedInputException} for names that no phase has. */
    JoinExtent of(Optional<JoinConfiguration> join) {
        return phases.extent(join)
                .asDryRun(dryRun.isWanted(join))
                .keepingKubeconfig(phases.isWaitAlone() || ignored(join).has(JoinExtent.KEEPS_KUBECONFIG));
    }

    /** Throws {@link dev.nodejoin.protocol.MalformedInputException} where {@code all} is not alone. */
    IgnoredChecks ignored(Optional<JoinConfiguration> join) {
        return preflight.ignored(join);
    }

    /** Names that no phase has, and checks beside all of them, are told before anything is read. */
    void requireKnown() {
        phases.requireKnown();
        var _ = ignored(Optional.empty());
    }

    /** The same of a configuration, before the cluster is looked for. */
    void requireKnown(JoinConfiguration join) {
        var _ = of(Optional.of(join));
        var _ = ignored(Optional.of(join));
    }
}
