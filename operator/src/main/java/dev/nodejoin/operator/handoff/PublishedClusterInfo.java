package dev.nodejoin.operator.handoff;

import java.util.Map;

/** What {@code kube-public/cluster-info} says to somebody without credentials, as {@code kubeadm join} asks for it. */
public sealed interface PublishedClusterInfo {
    /** The ConfigMap's data. */
    record Present(Map<String, String> data) implements PublishedClusterInfo {
        public Present {
            data = Map.copyOf(data);
        }
    }

    /** There is no such ConfigMap. */
    record Missing() implements PublishedClusterInfo {}

    /** The API server refused with this status. */
    record Hidden(int code) implements PublishedClusterInfo {}
}
