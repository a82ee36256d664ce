package dev.nodejoin.agent.reset;

import java.util.List;
import java.util.Set;

/**
 * What there is to be reset.
 *
 * @param isPrivileged whether this process may do it
 * @param isControlPlane whether static pods of a control plane are here
 * @param hasKubeletDirectory whether {@code /var/lib/kubelet} is a directory or leads to one
 * @param criSocket where the container runtime listens, as a URL
 * @param own what is in our own directory; nothing if that is not there
 * @param leftovers files that a killed join did not finish, outside of the directories that are emptied anyway
 */
public record MachineState(
        boolean isPrivileged,
        boolean isControlPlane,
        boolean hasKubeletDirectory,
        String criSocket,
        Set<String> own,
        List<String> leftovers) {
    public MachineState {
        own = Set.copyOf(own);
        leftovers = List.copyOf(leftovers);
    }
}
