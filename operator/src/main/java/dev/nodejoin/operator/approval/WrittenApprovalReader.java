package dev.nodejoin.operator.approval;

import dev.nodejoin.api.v1alpha1.NodeJoinApproval;
import dev.nodejoin.api.v1alpha1.NodeJoinApprovalStatus;
import dev.nodejoin.api.v1alpha1.SpentOn;
import dev.nodejoin.policy.approval.WrittenApproval;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** Reads what the API server stores. */
public final class WrittenApprovalReader {
    private WrittenApprovalReader() {}

    public static WrittenApproval read(NodeJoinApproval approval) {
        var status = statusOf(approval);
        return new WrittenApproval(
                approval.getMetadata().getName(),
                Instant.parse(approval.getMetadata().getCreationTimestamp()),
                approval.getSpec(),
                Optional.ofNullable(status.spentOn()).map(SpentOn::uid),
                Optional.ofNullable(status.protection()));
    }

    static NodeJoinApprovalStatus statusOf(NodeJoinApproval approval) {
        return Objects.requireNonNullElse(approval.getStatus(), NodeJoinApprovalStatus.EMPTY);
    }
}
