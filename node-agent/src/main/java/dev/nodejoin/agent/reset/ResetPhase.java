package dev.nodejoin.agent.reset;

import java.util.Arrays;
import java.util.Optional;

/** The phases of {@code kubeadm reset}, in order; any of them can be skipped. */
public enum ResetPhase {
    /** Asks whether it is meant, and whether it can be done. */
    PREFLIGHT("preflight"),
    /** Only a control plane has a member of etcd, so this is where one is turned away. */
    REMOVE_ETCD_MEMBER("remove-etcd-member"),
    CLEANUP_NODE("cleanup-node");

    private final String label;

    ResetPhase(String label) {
        this.label = label;
    }

    public static Optional<ResetPhase> named(String label) {
        return Arrays.stream(values())
                .filter(phase -> phase.label.equals(label))
                .findFirst();
    }
}
