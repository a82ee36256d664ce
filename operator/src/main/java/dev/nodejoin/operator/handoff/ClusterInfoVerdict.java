package dev.nodejoin.operator.handoff;

/** Whether a machine can find the cluster by {@code kube-public/cluster-info}. */
public sealed interface ClusterInfoVerdict {
    /** It leads to this cluster, and carries the signature if one was asked for. */
    record Good() implements ClusterInfoVerdict {}

    /** It leads to this cluster, but does not carry the token's signature: that may come. */
    record Unsigned(String why) implements ClusterInfoVerdict {}

    /** No signature would help. */
    record Refused(String reason, String why) implements ClusterInfoVerdict {}
}
