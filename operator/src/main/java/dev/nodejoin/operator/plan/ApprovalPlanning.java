package dev.nodejoin.operator.plan;

import static dev.nodejoin.api.v1alpha1.ConditionType.APPROVED;

import dev.nodejoin.api.v1alpha1.NodeJoinRequestStatus;
import dev.nodejoin.policy.approval.ApprovalKey;
import dev.nodejoin.policy.approval.ApprovalRules;
import dev.nodejoin.policy.approval.ApprovalSnapshot;
import dev.nodejoin.policy.approval.ApprovalVerdict;
import dev.nodejoin.policy.approval.Protection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The step from a well-formed request to an approved one. */
final class ApprovalPlanning {
    private ApprovalPlanning() {}

    static JoinPlan plan(Planning planning) {
        return switch (ApprovalRules.judge(snapshot(planning), planning.now())) {
            case ApprovalVerdict.Denied denied -> denied(planning, denied);
            case ApprovalVerdict.Unprotected unprotected -> unprotected(planning, unprotected);
            case ApprovalVerdict.Settling settling -> settling(planning, settling);
            case ApprovalVerdict.Publish publish -> publish(planning, publish);
            case ApprovalVerdict.Awaiting awaiting -> awaiting(planning, awaiting);
            case ApprovalVerdict.Recordable verdict -> record(planning, verdict);
            case ApprovalVerdict.Approved approved -> approved(planning, approved);
        };
    }

    /** A request that is suspended or can't be served ends as any other does; else what it was given is taken back. */
    static JoinPlan planUnaccepted(Planning planning) {
        var verdict = ApprovalRules.judge(snapshot(planning), planning.now());
        if (verdict instanceof ApprovalVerdict.Denied denied) return denied(planning, denied);
        if (isOverdue(planning)) return Revocation.expire(planning);
        if (verdict instanceof ApprovalVerdict.Approved(var approval)) approvedBy(planning, orEmpty(approval.by()));
        return Revocation.withdraw(planning);
    }

    private static ApprovalSnapshot snapshot(Planning planning) {
        var status = planning.request().status();
        return new ApprovalSnapshot(
                planning.request().uid(),
                planning.request().spec(),
                Optional.ofNullable(status.specHash()),
                Optional.ofNullable(status.approvalKey()),
                orEmpty(status.approvals()),
                orEmpty(status.denials()),
                Optional.ofNullable(status.approved()),
                planning.snapshot().protection(),
                planning.snapshot().protectionSince());
    }

    private static JoinPlan denied(Planning planning, ApprovalVerdict.Denied denied) {
        var why = denied.reason().isEmpty() ? "" : ": " + denied.reason();
        planning.unmet(APPROVED, Reason.DENIED, "Denied by %s%s. A denial is final".formatted(denied.by(), why));
        return Revocation.end(planning);
    }

    /** Nothing in the status can be believed now, so nothing is minted or approved; nothing is torn down either. */
    private static JoinPlan unprotected(Planning planning, ApprovalVerdict.Unprotected unprotected) {
        planning.unmet(
                APPROVED,
                Reason.APPROVALS_UNPROTECTED,
                "Approvals are not protected, apply the operator's admission policies again: "
                        + String.join("; ", unprotected.problems()));
        return Standing.hold(planning);
    }

    private static JoinPlan settling(Planning planning, ApprovalVerdict.Settling settling) {
        planning.unmet(
                APPROVED,
                Reason.AWAITING_APPROVAL,
                "The approval key is published at %s, when the admission policies are surely in force"
                        .formatted(Timestamps.format(settling.at())));
        return Standing.holdUntil(planning, settling.at());
    }

    private static JoinPlan publish(Planning planning, ApprovalVerdict.Publish publish) {
        var certificate = planning.request().status().certificate();
        var issued = certificate != null && certificate.serial() != null;
        var keepRecord = issued && !publish.specChanged();
        planning.draft().publish(publish, keepRecord);
        var recorded = planning.request().status().approved();
        if (keepRecord && recorded != null) approvedBy(planning, orEmpty(recorded.by()));
        else awaitingMessage(planning, publish.key(), List.of(), publish.specChanged());
        return Standing.hold(planning);
    }

    private static JoinPlan awaiting(Planning planning, ApprovalVerdict.Awaiting awaiting) {
        if (isOverdue(planning)) return Revocation.expire(planning);
        return Revocation.withdraw(awaitingMessage(
                planning,
                awaiting.key(),
                awaiting.notCounted(),
                wasChanged(planning.request().status())));
    }

    private static boolean isOverdue(Planning planning) {
        return Standing.of(planning) != Standing.REGISTERED && planning.isOverdue();
    }

    private static Planning awaitingMessage(
            Planning planning, ApprovalKey key, List<String> notCounted, boolean specChanged) {
        return planning.unmet(
                APPROVED,
                specChanged ? Reason.SPEC_CHANGED : Reason.AWAITING_APPROVAL,
                "%s: in status.approvals an entry must be exactly: {by: \"<user>\", key: \"%s\"}"
                        .formatted(waitsFor(notCounted, specChanged), key.value()));
    }

    private static String waitsFor(List<String> notCounted, boolean specChanged) {
        if (specChanged) return "The specification changed, approve it anew";
        if (notCounted.isEmpty()) return "Waits for an approval";
        return "Waits for another's approval, %s asked for the Node".formatted(String.join(", ", notCounted));
    }

    private static boolean wasChanged(NodeJoinRequestStatus status) {
        return Conditions.of(status.conditions(), APPROVED)
                .filter(condition -> Reason.SPEC_CHANGED.equals(condition.getReason()))
                .isPresent();
    }

    private static JoinPlan record(Planning planning, ApprovalVerdict.Recordable verdict) {
        if (isOverdue(planning)) return Revocation.expire(planning);
        planning.draft().record(verdict, planning.now());
        approvedBy(planning, verdict.by());
        return planning.thenRestOnlyUnder(
                (Protection.Intact) planning.snapshot().protection());
    }

    private static JoinPlan approved(Planning planning, ApprovalVerdict.Approved approved) {
        approvedBy(planning, orEmpty(approved.approval().by()));
        return Standing.of(planning).plan(planning);
    }

    private static void approvedBy(Planning planning, List<String> by) {
        planning.met(APPROVED, Reason.APPROVED, "Approved by " + String.join(", ", by));
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return Objects.requireNonNullElse(list, List.of());
    }
}
