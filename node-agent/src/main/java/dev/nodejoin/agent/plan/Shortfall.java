package dev.nodejoin.agent.plan;

import java.util.List;
import java.util.Optional;

/**
 * What the disk of a node lacks.
 *
 * @param missing the files that are not there as they should be, in the order of writing
 * @param leftOver a credential that an earlier join of another kind left behind
 */
record Shortfall(List<WantedFile> missing, Optional<String> leftOver) {
    Shortfall {
        missing = List.copyOf(missing);
    }

    /** What is lacking; a node that is {@code certified} needs no credential for a bootstrap. */
    static Shortfall of(JoinGoal goal, JoinState state, ClusterSettings settings, boolean certified) {
        var bootstraps = !certified || !state.files().containsKey(NodePaths.KUBELET_CONF);
        var needed = settings.files().stream()
                .filter(file -> bootstraps || !file.path().equals(NodePaths.BOOTSTRAP_KUBELET_CONF))
                .toList();
        return new Shortfall(
                needed.stream().filter(file -> !isInPlace(goal, state, file)).toList(),
                Optional.of(NodePaths.BOOTSTRAP_KUBELET_CONF)
                        .filter(state.files()::containsKey)
                        .filter(path ->
                                needed.stream().noneMatch(file -> file.path().equals(path))));
    }

    /** The CA file is left alone where it is there, as kubeadm does: a conflict would have been seen before. */
    private static boolean isInPlace(JoinGoal goal, JoinState state, WantedFile file) {
        var found = Optional.ofNullable(state.files().get(file.path()));
        return found.filter(there -> isKept(goal, file.path(), there) || file.is(there))
                .isPresent();
    }

    /** Of a kubelet.conf the one that was laid down: one of ours is written anew if the server has another address. */
    private static boolean isKept(JoinGoal goal, String path, FileOnDisk found) {
        return path.equals(goal.caCertPath())
                || (path.equals(NodePaths.KUBELET_CONF)
                        && goal.extent().keepsKubeconfig()
                        && !Conflict.isOurs(goal, found));
    }

    boolean isNothing() {
        return missing.isEmpty() && leftOver.isEmpty();
    }
}
