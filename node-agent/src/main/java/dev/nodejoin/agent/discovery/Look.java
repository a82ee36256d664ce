package dev.nodejoin.agent.discovery;

import dev.nodejoin.agent.plan.Failure;

/** What one look at {@code kube-public/cluster-info} came to. */
public sealed interface Look {
    /** It is what was asked for. */
    record Trusted(ClusterInfo info) implements Look {}

    /** It is not there, or not signed: it may be in a moment, since a signature follows its token by seconds. */
    record NotYet(Failure failure) implements Look {}

    /** It is there and is wrong; looking again would not help. */
    record Rejected(Failure failure) implements Look {}
}
