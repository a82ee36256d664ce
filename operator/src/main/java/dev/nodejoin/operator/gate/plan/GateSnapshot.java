package dev.nodejoin.operator.gate.plan;

import dev.nodejoin.api.v1alpha1.NodeJoinGateSpec;
import dev.nodejoin.api.v1alpha1.NodeJoinGateStatus;
import dev.nodejoin.policy.approval.Protection;
import dev.nodejoin.policy.gate.AutoApproval;
import dev.nodejoin.policy.gate.BootstrapRequest;
import dev.nodejoin.policy.gate.GateFacts;
import dev.nodejoin.policy.gate.InboxEntry;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that a decision about the gate may look at.
 *
 * @param clusterInfoBinding resource version of kubeadm's RoleBinding that shows cluster-info to everybody, if it is there
 * @param pending undecided requests of bootstrap tokens that the operator did not mint
 * @param inbox the inbox's NodeJoinRequests, in whatever namespace
 * @param served namespaces whose NodeJoinRequests the operator serves
 */
public record GateSnapshot(
        long generation,
        NodeJoinGateSpec spec,
        NodeJoinGateStatus status,
        GateFacts gate,
        Protection protection,
        List<AutoApproval> autoApprovals,
        Optional<String> clusterInfoBinding,
        List<BootstrapRequest> pending,
        List<InboxEntry> inbox,
        Set<String> served) {
    public GateSnapshot {
        autoApprovals = List.copyOf(autoApprovals);
        pending = List.copyOf(pending);
        inbox = List.copyOf(inbox);
        served = Set.copyOf(served);
    }
}
