package dev.nodejoin.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.api.v1alpha1.NodeJoinRequestStatus;
import dev.nodejoin.api.v1alpha1.RecordedApproval;
import dev.nodejoin.policy.approval.ApprovalKey;
import dev.nodejoin.policy.approval.Protection;
import dev.nodejoin.policy.approval.Protection.ProtectingObject;
import dev.nodejoin.policy.approval.SpecHash;
import dev.nodejoin.policy.approval.WrittenApproval;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What must be true of every approval that is recorded or acted upon. Written from docs/architecture.md ("Approval by editing
 * status", "Approval by an object"), not from the rules.
 */
final class ModelApprovalRules {
    private final ModelCluster cluster;

    ModelApprovalRules(ModelCluster cluster) {
        this.cluster = cluster;
    }

    void checkPeoplesEntries(NodeJoinRequestStatus before, NodeJoinRequestStatus after) {
        assertThat(ModelRules.listOf(after.denials()))
                .as("denials are people's")
                .isEqualTo(ModelRules.listOf(before.denials()));
        var isVoid = !Objects.equals(before.approvalKey(), after.approvalKey())
                || !Objects.equals(before.approvalExpiredAt(), after.approvalExpiredAt());
        assertThat(ModelRules.listOf(after.approvals()))
                .as("approvals are people's, until another key or an expiry voids them all")
                .isEqualTo(isVoid ? List.of() : ModelRules.listOf(before.approvals()));
    }

    /** For the very specification, by as many as it takes, each of whom said so, under the protection in force. */
    void checkRecord(JoinSnapshot seen, RequestFacts is, JoinPlan plan, Instant plannedAt) {
        var recorded = plan.status().approved();
        if (recorded == null || recorded.equals(is.status().approved()) || isSpent(recorded, is)) return;
        assertThat(cluster.everDenied).as("recorded after a denial").doesNotContain(is.uid());
        assertThat(cluster.protection).as("recorded while unprotected").isInstanceOf(Protection.Intact.class);
        assertThat(plan.onlyUnder().map(Protection.class::cast)).contains(cluster.protection);
        assertThat(recorded.specHash()).isEqualTo(SpecHash.of(is.spec()).value());
        var by = ModelRules.listOf(recorded.by());
        if (by.isEmpty()) checkAutomatic(seen, is);
        else checkQuorum(seen, is, by);
        assertThat(by)
                .allSatisfy(user -> assertThat(said(is, user) || wrote(is, user, plannedAt))
                        .as("%s approved this specification of this request", user)
                        .isTrue());
    }

    /** A key was let in the place of a Node, which the approval was good for once. */
    private static boolean isSpent(RecordedApproval recorded, RequestFacts is) {
        var before = is.status().approved();
        return before != null
                && recorded.equals(
                        new RecordedApproval(before.by(), before.policies(), before.specHash(), before.at(), null))
                && ModelRules.mayBeReplaced(is);
    }

    private static void checkAutomatic(JoinSnapshot seen, RequestFacts is) {
        assertThat(seen.terms().automatic()).as("recorded by nobody").isTrue();
        assertThat(is.status().approvalExpiredAt())
                .as("given again by itself after it expired")
                .isNull();
    }

    private static void checkQuorum(JoinSnapshot seen, RequestFacts is, List<String> by) {
        assertThat(by)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThanOrEqualTo(seen.terms().approvers())
                .doesNotContain(Objects.requireNonNullElse(is.spec().requestedBy(), ""));
    }

    private boolean said(RequestFacts is, String user) {
        var key = ApprovalKey.of(is.uid(), SpecHash.of(is.spec()), (Protection.Intact) cluster.protection);
        return ModelRules.listOf(is.status().approvals()).stream()
                .anyMatch(entry -> user.equals(entry.by()) && key.value().equals(entry.key()));
    }

    private boolean wrote(RequestFacts is, String user, Instant plannedAt) {
        return cluster.approvals.values().stream()
                .map(ModelCluster.Versioned::value)
                .filter(approval -> user.equals(approval.spec().by()))
                .filter(approval -> approval.spentOn().equals(Optional.of(is.uid())))
                .filter(approval -> Objects.equals(
                        SpecHash.of(Objects.requireNonNull(approval.spec().spec())), SpecHash.of(is.spec())))
                .filter(approval -> isYoungerThanProtection(approval))
                .filter(approval -> isYoungerThanExpiry(approval, is.status()))
                .anyMatch(approval -> approval.spec().expiresAt() == null
                        || plannedAt.isBefore(Instant.parse(approval.spec().expiresAt())));
    }

    private boolean isYoungerThanProtection(WrittenApproval approval) {
        var youngest = ((Protection.Intact) cluster.protection)
                .objects().stream()
                        .map(ProtectingObject::createdAt)
                        .max(Comparator.naturalOrder())
                        .orElseThrow();
        return !approval.createdAt().isBefore(youngest.plus(Duration.ofSeconds(10)));
    }

    private static boolean isYoungerThanExpiry(WrittenApproval approval, NodeJoinRequestStatus status) {
        return status.approvalExpiredAt() == null
                || approval.createdAt().isAfter(Instant.parse(status.approvalExpiredAt()));
    }

    /** What is acted upon is still enough and fresh, by the terms that the process knows. */
    void checkIsGood(JoinSnapshot seen, Instant plannedAt, String what) {
        var terms = seen.terms();
        RecordedApproval approved =
                Objects.requireNonNull(seen.request().status().approved());
        terms.expiresAfter()
                .ifPresent(after -> assertThat(plannedAt)
                        .as("%s after the approval expired", what)
                        .isBefore(Instant.parse(Objects.requireNonNull(approved.at()))
                                .plus(after)));
        if (terms.automatic() && seen.request().status().approvalExpiredAt() == null) return;
        assertThat(ModelRules.listOf(approved.by()))
                .as("%s with too few approvers", what)
                .hasSizeGreaterThanOrEqualTo(terms.approvers());
    }
}
