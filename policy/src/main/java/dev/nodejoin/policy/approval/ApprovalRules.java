package dev.nodejoin.policy.approval;

import dev.nodejoin.api.v1alpha1.Approval;
import dev.nodejoin.api.v1alpha1.Denial;
import dev.nodejoin.api.v1alpha1.RecordedApproval;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Judges whether a request is approved (design: approving by editing status). */
public final class ApprovalRules {
    /** A re-created admission policy is enforced a little late, so a protection has to stand this long. */
    public static final Duration SETTLING = Duration.ofSeconds(10);

    private ApprovalRules() {}

    /** The same snapshot and time always give the same verdict. A denial beats everything. */
    public static ApprovalVerdict judge(ApprovalSnapshot snapshot, Instant now) {
        if (!snapshot.denials().isEmpty()) return denied(snapshot.denials().getFirst());
        return switch (snapshot.protection()) {
            case Protection.Broken broken -> new ApprovalVerdict.Unprotected(broken.problems());
            case Protection.Intact intact -> judgeProtected(snapshot, intact, now);
        };
    }

    private static ApprovalVerdict judgeProtected(ApprovalSnapshot snapshot, Protection.Intact intact, Instant now) {
        var specHash = SpecHash.of(snapshot.spec());
        var key = ApprovalKey.of(snapshot.requestUid(), specHash, intact);
        if (!isPublished(snapshot, specHash, key)) return publish(snapshot, specHash, key, now);
        return recorded(snapshot, specHash)
                .<ApprovalVerdict>map(ApprovalVerdict.Approved::new)
                .orElseGet(() -> count(snapshot, specHash, key));
    }

    private static ApprovalVerdict denied(Denial denial) {
        return new ApprovalVerdict.Denied(
                Objects.requireNonNullElse(denial.by(), "somebody"), Objects.requireNonNullElse(denial.reason(), ""));
    }

    private static boolean isPublished(ApprovalSnapshot snapshot, SpecHash specHash, ApprovalKey key) {
        return snapshot.publishedSpecHash().equals(Optional.of(specHash.value()))
                && snapshot.publishedKey().equals(Optional.of(key.value()));
    }

    private static ApprovalVerdict publish(ApprovalSnapshot snapshot, SpecHash specHash, ApprovalKey key, Instant now) {
        var settled = snapshot.protectionSince().plus(SETTLING);
        if (now.isBefore(settled)) return new ApprovalVerdict.Settling(settled);
        var changed = snapshot.publishedSpecHash()
                .filter(published -> !published.equals(specHash.value()))
                .isPresent();
        return new ApprovalVerdict.Publish(specHash, key, changed);
    }

    private static Optional<RecordedApproval> recorded(ApprovalSnapshot snapshot, SpecHash specHash) {
        return snapshot.recorded().filter(approval -> specHash.value().equals(approval.specHash()));
    }

    private static ApprovalVerdict count(ApprovalSnapshot snapshot, SpecHash specHash, ApprovalKey key) {
        var requester = Objects.requireNonNullElse(snapshot.spec().requestedBy(), "");
        var approvers = approvers(snapshot.approvals(), key);
        var others = approvers.stream().filter(by -> !by.equals(requester)).toList();
        return others.isEmpty()
                ? new ApprovalVerdict.Awaiting(key, approvers)
                : new ApprovalVerdict.Recordable(others, specHash);
    }

    private static List<String> approvers(List<Approval> approvals, ApprovalKey key) {
        return approvals.stream()
                .filter(approval -> key.value().equals(approval.key()))
                .flatMap(approval -> Stream.ofNullable(approval.by()))
                .filter(by -> !by.isEmpty())
                .distinct()
                .toList();
    }
}
