package dev.nodejoin.policy.approval;

import static dev.nodejoin.policy.approval.Specifications.WORKER_1;

import dev.nodejoin.api.v1alpha1.NodeJoinApprovalSpec;
import dev.nodejoin.api.v1alpha1.NodeJoinRequestSpec;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds approvals that are objects. Begins with alice's of worker-1, word for word, made half an hour after the protection. */
final class WrittenApprovals {
    static final Instant CREATED = ApprovalSnapshots.LONG_AGO.plusSeconds(1800);

    private String by = "alice";
    private Instant createdAt = CREATED;
    private @Nullable String nodeName = "worker-1";
    private @Nullable NodeJoinRequestSpec spec = WORKER_1;
    private @Nullable String specHash;
    private @Nullable String expiresAt;
    private Optional<String> spentOn = Optional.empty();
    private Optional<String> protection = Optional.empty();

    private WrittenApprovals() {}

    static WrittenApprovals aWrittenApproval() {
        return new WrittenApprovals();
    }

    WrittenApprovals by(String user) {
        by = user;
        return this;
    }

    WrittenApprovals createdAt(Instant instant) {
        createdAt = instant;
        return this;
    }

    WrittenApprovals approving(NodeJoinRequestSpec approved) {
        spec = approved;
        nodeName = approved.nodeName();
        return this;
    }

    WrittenApprovals forNode(@Nullable String name) {
        nodeName = name;
        return this;
    }

    /** Of the specification as it is at this point of the sentence. */
    WrittenApprovals byHash() {
        return byHash(SpecHash.of(Objects.requireNonNull(spec)).value());
    }

    WrittenApprovals byHash(@Nullable String hash) {
        specHash = hash;
        spec = null;
        return this;
    }

    WrittenApprovals expiresAt(@Nullable String when) {
        expiresAt = when;
        return this;
    }

    WrittenApprovals spentOn(String uid) {
        spentOn = Optional.of(uid);
        return this;
    }

    WrittenApprovals vouchedForUnder(Protection.Intact seen) {
        protection = Optional.of(seen.hash());
        return this;
    }

    WrittenApproval build() {
        return new WrittenApproval(
                "approval-of-" + by,
                createdAt,
                new NodeJoinApprovalSpec("first", nodeName, spec, specHash, null, by, expiresAt, null),
                spentOn,
                protection);
    }
}
