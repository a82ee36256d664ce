package dev.nodejoin.operator.gate.plan;

import dev.nodejoin.policy.gate.InboxCandidate;
import dev.nodejoin.policy.gate.InboxEntry;
import java.time.Duration;

/** One thing to do in the cluster. */
public sealed interface GateEffect {
    /** Create a NodeJoinRequest in the inbox. */
    record TakeIn(InboxCandidate candidate, String namespace, Duration timeToLive) implements GateEffect {}

    /** Delete a NodeJoinRequest of the inbox that nobody decided in time. */
    record Withdraw(InboxEntry entry) implements GateEffect {}

    /** Delete kubeadm's RoleBinding that shows cluster-info to everybody. */
    record HideClusterInfo(String resourceVersion) implements GateEffect {}
}
