package dev.nodejoin.operator.plan;

import static dev.nodejoin.api.v1alpha1.ConditionType.APPROVED;

import dev.nodejoin.policy.approval.ApprovalKey;
import dev.nodejoin.policy.approval.ApprovalVerdict.Awaiting;
import java.util.List;
import java.util.Optional;

/** What a request says that waits for approval: why, how many are missing, and what to write. */
final class AwaitedApproval {
    private AwaitedApproval() {}

    /** Nobody has approved yet under this key. */
    static void anew(Planning planning, ApprovalKey key, boolean specChanged) {
        var missing = Math.max(1, planning.snapshot().terms().approvers());
        say(planning, new Awaiting(key, List.of(), List.of(), missing), specChanged);
    }

    static void counted(Planning planning, Awaiting awaiting) {
        say(planning, awaiting, wasChanged(planning));
    }

    private static boolean wasChanged(Planning planning) {
        return Conditions.of(planning.request().status().conditions(), APPROVED)
                .filter(condition -> Reason.SPEC_CHANGED.equals(condition.getReason()))
                .isPresent();
    }

    private static void say(Planning planning, Awaiting awaiting, boolean specChanged) {
        planning.unmet(
                APPROVED,
                specChanged ? Reason.SPEC_CHANGED : Reason.AWAITING_APPROVAL,
                "%s: in status.approvals an entry must be exactly: {by: \"<user>\", key: \"%s\"}"
                        .formatted(
                                why(planning, awaiting, specChanged),
                                awaiting.key().value()));
    }

    private static String why(Planning planning, Awaiting awaiting, boolean specChanged) {
        return lead(planning, specChanged)
                .map(lead -> isFirstAndOnly(awaiting) ? lead : lead + ". " + count(awaiting))
                .orElseGet(() -> count(awaiting));
    }

    private static Optional<String> lead(Planning planning, boolean specChanged) {
        if (specChanged) return Optional.of("The specification changed, approve it anew");
        return Optional.ofNullable(planning.draft().approvalExpiredAt())
                .map("The approval expired at %s, approve it anew"::formatted);
    }

    private static boolean isFirstAndOnly(Awaiting awaiting) {
        return awaiting.missing() == 1
                && awaiting.counted().isEmpty()
                && awaiting.notCounted().isEmpty();
    }

    private static String count(Awaiting awaiting) {
        return "Waits for "
                + missing(awaiting)
                + named(awaiting.counted(), " approved")
                + named(awaiting.notCounted(), " asked for the Node");
    }

    private static String missing(Awaiting awaiting) {
        if (isFirstAndOnly(awaiting)) return "an approval";
        if (awaiting.missing() == 1 && awaiting.counted().isEmpty()) return "another's approval";
        return awaiting.missing()
                + (awaiting.counted().isEmpty() ? "" : " more")
                + (awaiting.missing() == 1 ? " approval" : " approvals");
    }

    private static String named(List<String> people, String what) {
        return people.isEmpty() ? "" : ", " + String.join(", ", people) + what;
    }
}
