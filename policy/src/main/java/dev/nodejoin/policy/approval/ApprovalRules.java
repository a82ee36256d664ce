package dev.nodejoin.policy.approval;

import dev.nodejoin.api.v1alpha1.Approval;
import dev.nodejoin.api.v1alpha1.Denial;
import dev.nodejoin.api.v1alpha1.RecordedApproval;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Judges whether a request is approved (docs/architecture.md, "Approval by editing status"). */
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
                .flatMap(approval -> stand(snapshot, approval, key, now))
                .orElseGet(() -> count(snapshot, specHash, key, now));
    }

    /** Whether the record is still good. Once the certificate is issued nothing can make it bad; before, all has to hold. */
    private static Optional<ApprovalVerdict> stand(
            ApprovalSnapshot snapshot, RecordedApproval approval, ApprovalKey key, Instant now) {
        if (snapshot.certified()) return Optional.of(new ApprovalVerdict.Approved(approval, Optional.empty()));
        var lapse = snapshot.terms().expiresAfter().map(after -> lapse(approval, after, now));
        if (lapse.filter(at -> !now.isBefore(at)).isPresent()) return Optional.of(new ApprovalVerdict.Lapsed(key));
        return isEnough(snapshot, approval)
                ? Optional.of(new ApprovalVerdict.Approved(approval, lapse))
                : Optional.empty();
    }

    /** Policies may have come to demand more since it was recorded. */
    private static boolean isEnough(ApprovalSnapshot snapshot, RecordedApproval approval) {
        if (isAutomatic(snapshot)) return true;
        var by = Objects.requireNonNullElse(approval.by(), List.<String>of());
        return Quorum.of(snapshot.terms(), snapshot.spec()).isMetBy(by.stream());
    }

    /** What expired once is not given again by itself. */
    private static boolean isAutomatic(ApprovalSnapshot snapshot) {
        return snapshot.terms().automatic() && snapshot.expiredAt().isEmpty();
    }

    /** A record whose time can't be read is over: nobody can say that it is fresh. */
    private static Instant lapse(RecordedApproval approval, Duration after, Instant now) {
        try {
            return approval.at() == null ? now : Instant.parse(approval.at()).plus(after);
        } catch (DateTimeParseException e) {
            return now;
        }
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

    private static ApprovalVerdict count(ApprovalSnapshot snapshot, SpecHash specHash, ApprovalKey key, Instant now) {
        var policies = snapshot.terms().policies();
        if (isAutomatic(snapshot)) return new ApprovalVerdict.Recordable(List.of(), policies, specHash);
        var quorum = Quorum.of(snapshot.terms(), snapshot.spec());
        if (!quorum.isJudgeable()) return new ApprovalVerdict.RequesterUnknown(quorum.approvers());
        var approvers = approvers(snapshot, key, now);
        var counted = quorum.counted(approvers.stream());
        var notCounted = approvers.stream().filter(by -> !counted.contains(by)).toList();
        return quorum.missing(counted) == 0
                ? new ApprovalVerdict.Recordable(counted, policies, specHash)
                : new ApprovalVerdict.Awaiting(key, counted, notCounted, quorum.missing(counted));
    }

    /** By an entry in the status or by an object of their own: each once. */
    private static List<String> approvers(ApprovalSnapshot snapshot, ApprovalKey key, Instant now) {
        var entered = snapshot.approvals().stream()
                .filter(approval -> key.value().equals(approval.key()))
                .map(Approval::by);
        var written = snapshot.writtenApprovals().stream()
                .filter(approval -> counts(snapshot, approval, now))
                .map(approval -> approval.spec().by());
        return Stream.concat(entered, written)
                .flatMap(Stream::ofNullable)
                .filter(by -> !by.isEmpty())
                .distinct()
                .toList();
    }

    /** An object outlives the record that it was counted for; it is not counted again when that has expired. */
    private static boolean counts(ApprovalSnapshot snapshot, WrittenApproval approval, Instant now) {
        var isFresh = snapshot.expiredAt()
                .map(expired -> approval.createdAt().isAfter(expired))
                .orElse(true);
        return isFresh
                && WrittenApprovalRules.counts(
                        approval,
                        new AskedFor(snapshot.requestUid(), snapshot.spec()),
                        snapshot.protection(),
                        snapshot.protectionSince(),
                        now);
    }
}
