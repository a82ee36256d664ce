package dev.nodejoin.operator.plan;

import static dev.nodejoin.api.v1alpha1.ConditionType.APPROVED;

import dev.nodejoin.api.v1alpha1.RecordedApproval;
import dev.nodejoin.api.v1alpha1.RejoinKind;
import dev.nodejoin.policy.approval.ApprovalRules;
import dev.nodejoin.policy.approval.ApprovalSnapshot;
import dev.nodejoin.policy.approval.ApprovalVerdict;
import dev.nodejoin.policy.approval.Protection;
import dev.nodejoin.policy.approval.WrittenApprovalRules;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
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
            case ApprovalVerdict.RequesterUnknown unknown -> requesterUnknown(planning, unknown);
            case ApprovalVerdict.Lapsed lapsed -> lapsed(planning, lapsed);
            case ApprovalVerdict.Recordable verdict -> record(planning, verdict);
            case ApprovalVerdict.Approved approved -> approved(planning, approved);
        };
    }

    /** A request that is suspended or can't be served ends as any other does; else what it was given is taken back. */
    static JoinPlan planUnaccepted(Planning planning) {
        var verdict = ApprovalRules.judge(snapshot(planning), planning.now());
        if (verdict instanceof ApprovalVerdict.Denied denied) return denied(planning, denied);
        if (isOverdue(planning)) return Revocation.expire(planning);
        if (!(verdict instanceof ApprovalVerdict.Approved approved)) return Revocation.withdraw(planning);
        approvedBy(planning, approved.approval());
        return untilItLapses(approved, Revocation.withdraw(planning));
    }

    private static ApprovalSnapshot snapshot(Planning planning) {
        var status = planning.request().status();
        return new ApprovalSnapshot(
                planning.request().uid(),
                planning.request().spec(),
                Optional.ofNullable(status.specHash()),
                Optional.ofNullable(status.approvalKey()),
                orEmpty(status.approvals()),
                planning.snapshot().writtenApprovals(),
                orEmpty(status.denials()),
                Optional.ofNullable(status.approved()),
                Timestamps.parse(status.approvalExpiredAt()),
                isHistory(planning),
                planning.snapshot().terms(),
                planning.snapshot().protection(),
                planning.snapshot().protectionSince());
    }

    private static JoinPlan denied(Planning planning, ApprovalVerdict.Denied denied) {
        var why = denied.reason().isEmpty() ? "" : ": " + denied.reason();
        var message = "Denied by %s%s. A denial is final".formatted(denied.by(), why);
        planning.unmet(APPROVED, Reason.DENIED, message);
        return UnrequestedPlanning.refuse(planning, message).orElseGet(() -> Revocation.end(planning));
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
        var keepRecord = isHistory(planning) && !publish.specChanged();
        planning.draft().publish(publish, keepRecord);
        var recorded = planning.request().status().approved();
        if (keepRecord && recorded != null) approvedBy(planning, recorded);
        else AwaitedApproval.anew(planning, publish.key(), publish.specChanged());
        return Standing.hold(planning);
    }

    /** Nothing can come of the record any more: the certificate is out, and there will be no other. */
    private static boolean isHistory(Planning planning) {
        var certificate = planning.request().status().certificate();
        return certificate != null
                && certificate.serial() != null
                && Terms.rejoin(planning.request().spec()) == RejoinKind.NEVER;
    }

    private static JoinPlan awaiting(Planning planning, ApprovalVerdict.Awaiting awaiting) {
        planning.draft().forgetRecord(planning.now());
        if (isOverdue(planning)) return Revocation.expire(planning);
        AwaitedApproval.counted(planning, awaiting);
        var plan = Revocation.withdraw(planning);
        return nextExpiry(planning).map(plan::lookingAgainAt).orElse(plan);
    }

    /** When an approval that counts now may cease to. */
    private static Optional<Instant> nextExpiry(Planning planning) {
        return planning.snapshot().writtenApprovals().stream()
                .flatMap(approval -> WrittenApprovalRules.expiry(approval.spec()).stream())
                .filter(planning.now()::isBefore)
                .min(Comparator.naturalOrder());
    }

    private static JoinPlan requesterUnknown(Planning planning, ApprovalVerdict.RequesterUnknown unknown) {
        planning.draft().forgetRecord(planning.now());
        if (isOverdue(planning)) return Revocation.expire(planning);
        planning.unmet(
                APPROVED,
                Reason.REQUESTER_UNKNOWN,
                "It takes %d approvals, none of them by who asks: whoever does has to say so in spec.requestedBy"
                        .formatted(unknown.approvers()));
        return Revocation.withdraw(planning);
    }

    private static JoinPlan lapsed(Planning planning, ApprovalVerdict.Lapsed lapsed) {
        planning.draft().expireRecord(planning.now());
        AwaitedApproval.anew(planning, lapsed.key(), false);
        return Standing.hold(planning);
    }

    private static boolean isOverdue(Planning planning) {
        return Standing.of(planning) != Standing.REGISTERED && planning.isOverdue();
    }

    private static JoinPlan record(Planning planning, ApprovalVerdict.Recordable verdict) {
        if (isOverdue(planning)) return Revocation.expire(planning);
        var recorded = planning.draft().record(verdict, planning.snapshot().node(), planning.now());
        approvedBy(planning, recorded);
        return planning.thenRestOnlyUnder(
                (Protection.Intact) planning.snapshot().protection());
    }

    private static JoinPlan approved(Planning planning, ApprovalVerdict.Approved approved) {
        approvedBy(planning, approved.approval());
        return untilItLapses(approved, Standing.of(planning).plan(planning));
    }

    private static JoinPlan untilItLapses(ApprovalVerdict.Approved approved, JoinPlan plan) {
        return approved.lapsesAt().map(plan::lookingAgainAt).orElse(plan);
    }

    private static void approvedBy(Planning planning, RecordedApproval approval) {
        planning.met(APPROVED, Reason.APPROVED, approvedBy(approval));
    }

    private static String approvedBy(RecordedApproval approval) {
        var by = orEmpty(approval.by());
        if (!by.isEmpty()) return "Approved by " + String.join(", ", by);
        return orEmpty(approval.policies()).stream()
                .map(policy -> Objects.requireNonNullElse(policy.name(), ""))
                .collect(Collectors.joining(", ", "Approved automatically by policies ", ""));
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return Objects.requireNonNullElse(list, List.of());
    }
}
