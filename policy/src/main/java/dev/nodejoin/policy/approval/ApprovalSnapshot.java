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
 * @param protectionSince when this process first saw the protection as it is now
 */
public record ApprovalSnapshot(
        String requestUid,
        NodeJoinRequestSpec spec,
        Optional<String> publishedSpecHash,
        Optional<String> publishedKey,
        List<Approval> approvals,
        List<Denial> denials,
        Optional<RecordedApproval> recorded,
        Protection protection,
        Instant protectionSince) {
    public ApprovalSnapshot {
        approvals = List.copyOf(approvals);
        denials = List.copyOf(denials);
    }
}
