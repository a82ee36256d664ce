package dev.nodejoin.operator.plan;

import dev.nodejoin.operator.csr.CertificateRequestFacts;
import dev.nodejoin.operator.name.NameHold;
import dev.nodejoin.policy.approval.ApprovalTerms;
import dev.nodejoin.policy.approval.Protection;
import dev.nodejoin.policy.approval.WrittenApproval;
import dev.nodejoin.policy.ban.Ban;
import dev.nodejoin.protocol.token.TokenId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything that a decision about one request may look at.
 *
 * @param protectionSince when this process first saw the protection as it is now
 * @param terms what it takes to approve the request
 * @param governance the policies that there are
 * @param writtenApprovals the NodeJoinApprovals that name the request
 * @param hold who holds the request's node name
 * @param certificateRequests those made with the request's newest token
 * @param ownAttempt what this process did for the newest attempt
 * @param buried this process has overwritten the newest token's Secret
 * @param claimant name of this process
 * @param candidate a random id for the next token
 * @param serving what matters to the certificate with which the kubelet serves
 * @param bans all that there are
 */
public record JoinSnapshot(
        RequestFacts request,
        boolean namespaceServed,
        Protection protection,
        Instant protectionSince,
        ApprovalTerms terms,
        Governance governance,
        List<WrittenApproval> writtenApprovals,
        Optional<NameHold> hold,
        Optional<NodeFacts> node,
        List<CertificateRequestFacts> certificateRequests,
        OwnAttempt ownAttempt,
        boolean buried,
        String claimant,
        TokenId candidate,
        ServingFacts serving,
        List<Ban> bans) {
    public JoinSnapshot {
        writtenApprovals = List.copyOf(writtenApprovals);
        certificateRequests = List.copyOf(certificateRequests);
        bans = List.copyOf(bans);
    }
}
