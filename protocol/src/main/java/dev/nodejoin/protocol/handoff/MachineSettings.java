package dev.nodejoin.protocol.handoff;

import dev.nodejoin.protocol.kubeadm.NodeRegistration;
import dev.nodejoin.protocol.kubeadm.Timeouts;
import java.util.List;

/**
 * What the machine's own part of a join is told.
 *
 * @param registration without name and taints, which the hand-off says itself
 */
public record MachineSettings(
        NodeRegistration registration, List<String> skipPhases, List<KubeletPatch> patches, Timeouts timeouts) {
    /** kubeadm's defaults. */
    public static final MachineSettings NONE =
            new MachineSettings(NodeRegistration.DEFAULTS, List.of(), List.of(), Timeouts.DEFAULTS);

    public MachineSettings {
        skipPhases = List.copyOf(skipPhases);
        patches = List.copyOf(patches);
    }
}
