package dev.nodejoin.operator.plan;

import dev.nodejoin.api.v1alpha1.Approval;
import dev.nodejoin.api.v1alpha1.CertificateStatus;
import dev.nodejoin.api.v1alpha1.ConditionType;
import dev.nodejoin.api.v1alpha1.HandOffStatus;
import dev.nodejoin.api.v1alpha1.NodeJoinRequestStatus;
import dev.nodejoin.api.v1alpha1.RecordedApproval;
import dev.nodejoin.api.v1alpha1.RecordedPolicy;
import dev.nodejoin.api.v1alpha1.RegisteredNode;
import dev.nodejoin.api.v1alpha1.ServingCertificateStatus;
import dev.nodejoin.api.v1alpha1.TokenState;
import dev.nodejoin.api.v1alpha1.TokenStatus;
import dev.nodejoin.policy.approval.ApprovalVerdict;
import dev.nodejoin.policy.rule.PolicyRefusal;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The status that a planning works out, begun as a copy of the observed one. People's entries pass through untouched. */
final class Draft {
    private final RequestFacts request;
    private final Map<ConditionType, Finding> findings = new EnumMap<>(ConditionType.class);
    private final Set<PolicyRefusal> audited = new LinkedHashSet<>();
    private @Nullable String specHash;
    private @Nullable String approvalKey;
    private @Nullable List<Approval> approvals;
    private @Nullable RecordedApproval approved;
    private @Nullable String approvalExpiredAt;
    private @Nullable TokenStatus token;
    private @Nullable HandOffStatus handOff;
    private @Nullable CertificateStatus certificate;
    private @Nullable RegisteredNode node;
    private @Nullable ServingCertificateStatus servingCertificate;

    Draft(RequestFacts request) {
        this.request = request;
        var status = request.status();
        specHash = status.specHash();
        approvalKey = status.approvalKey();
        approvals = status.approvals();
        approved = status.approved();
        approvalExpiredAt = status.approvalExpiredAt();
        token = status.token();
        handOff = status.handOff();
        certificate = status.certificate();
        node = status.node();
        servingCertificate = status.servingCertificate();
    }

    Draft find(ConditionType type, Finding finding) {
        findings.put(type, finding);
        return this;
    }

    void audit(List<PolicyRefusal> refusals) {
        audited.addAll(refusals);
    }

    List<PolicyRefusal> audited() {
        return List.copyOf(audited);
    }

    boolean isFound(ConditionType type) {
        return findings.containsKey(type);
    }

    /** Another key voids every approval; the recorded one too, unless the certificate is out for the same specification. */
    void publish(ApprovalVerdict.Publish publish, boolean keepRecord) {
        specHash = publish.specHash().value();
        approvalKey = publish.key().value();
        approvals = List.of();
        if (!keepRecord) approved = null;
    }

    /** The Node is the one that bears the name now; where one came of the request already, only people can vouch for another. */
    RecordedApproval record(ApprovalVerdict.Recordable verdict, Optional<NodeFacts> node, Instant now) {
        var policies = verdict.policies().stream()
                .map(policy -> new RecordedPolicy(policy.name(), policy.hash()))
                .toList();
        var recorded = new RecordedApproval(
                verdict.by(),
                policies,
                verdict.specHash().value(),
                Timestamps.format(now),
                node.map(NodeFacts::uid)
                        .filter(uid -> this.node == null || !verdict.by().isEmpty())
                        .orElse(null));
        approved = recorded;
        return recorded;
    }

    /** A key is let in the place of a Node: the approval was good for one. */
    void letIn() {
        if (approved != null)
            approved =
                    new RecordedApproval(approved.by(), approved.policies(), approved.specHash(), approved.at(), null);
    }

    /** When a recorded approval last expired, as it is going to be in the status. */
    @Nullable
    String approvalExpiredAt() {
        return approvalExpiredAt;
    }

    /**
     * The record is not good any more. What people said stays, and may be enough again with more of it; but if a Node came of
     * it, it was said of another Node, or has let a machine in already, and must be said again.
     */
    void forgetRecord(Instant now) {
        if (approved != null && node != null && !isAutomatic(approved)) expireRecord(now);
        approved = null;
    }

    private static boolean isAutomatic(RecordedApproval record) {
        return record.by() == null || record.by().isEmpty();
    }

    /** The record was not used in time; what it was made of must not make it again. */
    void expireRecord(Instant now) {
        approved = null;
        approvals = List.of();
        approvalExpiredAt = Timestamps.format(now);
    }

    void token(TokenStatus newest) {
        token = newest;
    }

    void tokenState(TokenState state) {
        var current = Objects.requireNonNull(token, "There is no token whose state could change");
        token = new TokenStatus(
                current.id(), current.attempt(), state, current.expiresAt(), current.claimedBy(), current.claimedAt());
    }

    void handOff(@Nullable HandOffStatus where) {
        handOff = where;
    }

    void certificate(@Nullable CertificateStatus claimed) {
        certificate = claimed;
    }

    void node(RegisteredNode registered) {
        node = registered;
    }

    void servingCertificate(ServingCertificateStatus issued) {
        servingCertificate = issued;
    }

    NodeJoinRequestStatus toStatus(Instant now) {
        return new NodeJoinRequestStatus(
                new Conditions(request, now).render(findings),
                request.generation(),
                specHash,
                approvalKey,
                approvals,
                request.status().denials(),
                approved,
                approvalExpiredAt,
                token,
                handOff,
                certificate,
                node,
                servingCertificate);
    }
}
