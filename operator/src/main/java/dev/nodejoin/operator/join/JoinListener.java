package dev.nodejoin.operator.join;

import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import dev.nodejoin.operator.csr.CertificateRequestFacts;
import dev.nodejoin.policy.certificate.CertificateVerdict;
import dev.nodejoin.policy.rule.PolicyRefusal;
import java.util.List;

/** Is told what happened: for events, metrics and logs. Must not fail. */
public interface JoinListener {
    void statusWritten(NodeJoinRequest before, NodeJoinRequest after);

    /** Something was decided about a request; these are the things that policies of mode Audit would have refused. */
    void judged(NodeJoinRequest request, List<PolicyRefusal> audited);

    void certificateApproved(CertificateRequestFacts certificateRequest);

    void certificateDenied(
            NodeJoinRequest request, CertificateRequestFacts certificateRequest, CertificateVerdict.Deny denial);

    /**
     * A verdict about a serving certificate was written; a condition tells of it.
     *
     * @param outcome {@code Approved}, or the first reason of the refusal
     */
    void servingCertificateDecided(CertificateRequestFacts certificateRequest, String outcome);
}
