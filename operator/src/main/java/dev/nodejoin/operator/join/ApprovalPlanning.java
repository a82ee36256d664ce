package dev.nodejoin.operator.join;

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
            case ApprovalVerdict.Awaiting awaiting -> awaiting(planning, awaiting.key());
            case ApprovalVerdict.Recordable verdict -> record(planning, verdict);
            case ApprovalVerdict.Approved approved -> approved(planning, approved);
        };
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
        planning.draft().publish(publish, issued && !publish.specChanged());
        return awaitingMessage(planning, publish.key(), publish.specChanged()).thenRest();
    }

    private static JoinPlan awaiting(Planning planning, ApprovalKey key) {
        if (isOverdue(planning)) return Revocation.expire(planning);
        return Revocation.withdraw(
                awaitingMessage(planning, key, wasChanged(planning.request().status())));
    }

    private static boolean isOverdue(Planning planning) {
        return Standing.of(planning) == Standing.JOINING
                && Terms.deadline(planning.request()).isBefore(planning.now());
    }

    private static Planning awaitingMessage(Planning planning, ApprovalKey key, boolean specChanged) {
        return planning.unmet(
                APPROVED,
                specChanged ? Reason.SPEC_CHANGED : Reason.AWAITING_APPROVAL,
                "%s: in status.approvals an entry must be exactly: {by: \"<user>\", key: \"%s\"}"
                        .formatted(
                                specChanged ? "The specification changed, approve it anew" : "Waits for an approval",
                                key.value()));
    }

    private static boolean wasChanged(NodeJoinRequestStatus status) {
        return Conditions.of(status.conditions(), APPROVED)
                .filter(condition -> Reason.SPEC_CHANGED.equals(condition.getReason()))
                .isPresent();
    }

    private static JoinPlan record(Planning planning, ApprovalVerdict.Recordable verdict) {
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
