package dev.nodejoin.protocol.kubeconfig;

import java.util.Optional;

/** A pair of cluster and user in a kubeconfig, by their names. */
public record Context(String name, String cluster, String user, Optional<String> namespace) {
    public static Context of(String name, String cluster, String user) {
        return new Context(name, cluster, user, Optional.empty());
    }

    Context withCluster(String newCluster) {
        return new Context(name, newCluster, user, namespace);
    }
}
