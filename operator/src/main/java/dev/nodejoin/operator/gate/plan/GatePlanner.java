package dev.nodejoin.operator.gate.plan;

import static dev.nodejoin.api.v1alpha1.GateConditionType.APPROVALS_PROTECTED;
import static dev.nodejoin.api.v1alpha1.GateConditionType.CLUSTER_INFO_PRIVATE;
import static dev.nodejoin.api.v1alpha1.GateConditionType.GATE_CLOSED;

import dev.nodejoin.api.v1alpha1.AutoApprover;
import dev.nodejoin.api.v1alpha1.BootstrapState;
import dev.nodejoin.api.v1alpha1.NodeJoinGateStatus;
import dev.nodejoin.policy.approval.Protection;
import dev.nodejoin.policy.gate.AutoApproval;
import dev.nodejoin.policy.gate.BootstrapRequest;
import dev.nodejoin.policy.gate.GateRules;
import dev.nodejoin.policy.gate.GateVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Decides what the gate's status is and what follows. Pure: the same snapshot and time always give the same plan. */
public final class GatePlanner {
    /** A younger request may still be approved automatically, or not have met the caches of those who would. */
    public static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final int MOST_AUTO_APPROVERS = 64;
    private static final int MOST_SUBJECTS = 16;

    private final GateSnapshot snapshot;
    private final Instant now;
    private final GateTerms terms;
    private final GateVerdict gate;
    private final List<BootstrapRequest> waiting;
    private final GateConditions conditions;

    private GatePlanner(GateSnapshot snapshot, Instant now) {
        this.snapshot = snapshot;
        this.now = now;
        this.terms = new GateTerms(snapshot.spec());
        this.gate = GateRules.judge(snapshot.gate());
        this.waiting = snapshot.pending().stream()
                .filter(request -> !now.isBefore(request.createdAt().plus(PATIENCE)))
                .toList();
        this.conditions = new GateConditions(snapshot, now);
    }

    public static GatePlan plan(GateSnapshot snapshot, Instant now) {
        return new GatePlanner(snapshot, now).plan();
    }

    private GatePlan plan() {
        var effects = new ArrayList<GateEffect>();
        describeGate();
        describeProtection();
        describeClusterInfo(effects);
        var unrequested = new UnrequestedMachines(snapshot, terms, gate, waiting, now);
        unrequested.describe(conditions);
        effects.addAll(unrequested.effects());
        return new GatePlan(status(unrequested), effects, Moments.next(snapshot, now));
    }

    private NodeJoinGateStatus status(UnrequestedMachines unrequested) {
        return new NodeJoinGateStatus(
                conditions.all(),
                snapshot.generation(),
                gate instanceof GateVerdict.Closed ? BootstrapState.CLOSED : BootstrapState.OPEN,
                autoApprovers(),
                snapshot.autoApprovals().size(),
                unrequested.status());
    }

    private void describeGate() {
        switch (gate) {
            case GateVerdict.Closed closed ->
                conditions.met(
                        GATE_CLOSED,
                        GateReason.CLOSED,
                        "Only the operator, or a person who breaks the glass, approves what is asked for with bootstrap tokens");
            case GateVerdict.Open(var why) -> conditions.unmet(GATE_CLOSED, why.reason(), openMessage(why));
        }
    }

    private String openMessage(GateVerdict.Why why) {
        var count = snapshot.autoApprovals().size();
        return count == 0
                ? "%s. No binding approves automatically now; whoever creates one opens the door"
                        .formatted(why.message())
                : "%s. Bindings that approve automatically now: %s".formatted(why.message(), bindings());
    }

    private String bindings() {
        return snapshot.autoApprovals().stream().map(AutoApproval::binding).collect(Collectors.joining(", "));
    }

    private void describeProtection() {
        switch (snapshot.protection()) {
            case Protection.Intact intact ->
                conditions.met(
                        APPROVALS_PROTECTED,
                        GateReason.PROTECTED,
                        "The admission policies that protect approvals are as shipped");
            case Protection.Broken(var problems) ->
                conditions.unmet(
                        APPROVALS_PROTECTED,
                        GateReason.UNPROTECTED,
                        "Apply the operator's manifest again: " + String.join("; ", problems));
        }
    }

    private void describeClusterInfo(List<GateEffect> effects) {
        var binding = snapshot.clusterInfoBinding();
        if (binding.isEmpty()) {
            conditions.met(
                    CLUSTER_INFO_PRIVATE, GateReason.PRIVATE, "kubeadm's RoleBinding for cluster-info is not there");
            return;
        }
        if (!terms.hidesClusterInfo()) {
            conditions.unmet(
                    CLUSTER_INFO_PRIVATE,
                    GateReason.PUBLIC,
                    "Everybody on the network may read kube-public/cluster-info");
            return;
        }
        conditions.unmet(
                CLUSTER_INFO_PRIVATE, GateReason.REMOVING, "kubeadm's RoleBinding for cluster-info is deleted");
        effects.add(new GateEffect.HideClusterInfo(binding.get()));
    }

    private List<AutoApprover> autoApprovers() {
        return snapshot.autoApprovals().stream()
                .limit(MOST_AUTO_APPROVERS)
                .map(this::autoApprover)
                .toList();
    }

    private AutoApprover autoApprover(AutoApproval approval) {
        var subjects = approval.subjects().stream()
                .limit(MOST_SUBJECTS)
                .map(subject -> subject.kind() + " " + subject.name())
                .toList();
        var dependent = waiting.stream()
                .filter(request -> approval.holdsFor(request.requested()))
                .count();
        return new AutoApprover(approval.binding(), approval.role(), subjects, (int) dependent);
    }
}
