package dev.nodejoin.agent.plan;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How much of a join is wanted.
 *
 * @param phases those that are run. What they need to know of the cluster is found out in any case, as kubeadm's phases do
 * @param dryRun whether everything is only looked at
 * @param keepsKubeconfig whether a kubelet.conf that is there is meant to be, with the node's credentials
 */
public record JoinExtent(Set<JoinPhase> phases, boolean dryRun, boolean keepsKubeconfig) {
    /** The preflight check that has to be ignored for a kubelet.conf to be kept, as with kubeadm. */
    public static final String KEEPS_KUBECONFIG = "FileAvailable--etc-kubernetes-kubelet.conf";

    public static final JoinExtent WHOLE = new JoinExtent(EnumSet.allOf(JoinPhase.class), false, false);

    public JoinExtent {
        phases = Set.copyOf(phases);
    }

    /** One phase and those inside it. */
    public static JoinExtent only(JoinPhase phase) {
        return new JoinExtent(phase.family().collect(Collectors.toSet()), false, false);
    }

    /**
     * The same without these phases and those inside them; throws {@link dev.nodejoin.protocol.MalformedInputException} for
     * a name that no phase has.
     */
    public JoinExtent without(Collection<String> names) {
        var kept = EnumSet.noneOf(JoinPhase.class);
        kept.addAll(phases);
        names.stream().map(JoinPhase::named).flatMap(JoinPhase::family).forEach(kept::remove);
        return new JoinExtent(kept, dryRun, keepsKubeconfig);
    }

    public JoinExtent asDryRun(boolean wanted) {
        return new JoinExtent(phases, wanted, keepsKubeconfig);
    }

    public JoinExtent keepingKubeconfig(boolean meant) {
        return new JoinExtent(phases, dryRun, meant);
    }

    public boolean has(JoinPhase phase) {
        return phases.contains(phase);
    }

    /** The phases of a worker that are not run, in their order. */
    public List<JoinPhase> leftOut() {
        return EnumSet.allOf(JoinPhase.class).stream()
                .filter(phase -> phase.isOfWorkers() && !has(phase))
                .toList();
    }
}
