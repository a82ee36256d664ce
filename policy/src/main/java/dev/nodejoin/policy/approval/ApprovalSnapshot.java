package dev.nodejoin.policy.approval;

import dev.nodejoin.api.v1alpha1.Approval;
import dev.nodejoin.api.v1alpha1.Denial;
import dev.nodejoin.api.v1alpha1.NodeJoinRequestSpec;
import dev.nodejoin.api.v1alpha1.RecordedApproval;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything that a judgement about an approval may look at.
 *
 * @param publishedSpecHash {@code status.specHash}
 * @param publishedKey {@code status.approvalKey}
 * @param writtenApprovals the NodeJoinApprovals that name this request
 * @param expiredAt {@code status.approvalExpiredAt}
 * @param certified the certificate was issued: what was approved can't be taken back any more
 * @param terms what it takes
 * @param protectionSince when this process first saw the protection as it is now
 */
public record ApprovalSnapshot(
        String requestUid,
        NodeJoinRequestSpec spec,
        Optional<String> publishedSpecHash,
        Optional<String> publishedKey,
        List<Approval> approvals,
        List<WrittenApproval> writtenApprovals,
        List<Denial> denials,
        Optional<RecordedApproval> recorded,
        Optional<Instant> expiredAt,
        boolean certified,
        ApprovalTerms terms,
        Protection protection,
        Instant protectionSince) {
    public ApprovalSnapshot {
        approvals = List.copyOf(approvals);
        writtenApprovals = List.copyOf(writtenApprovals);
        denials = List.copyOf(denials);
    }
}
