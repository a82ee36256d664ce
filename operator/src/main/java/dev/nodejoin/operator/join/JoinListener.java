package dev.nodejoin.operator.join;

import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import dev.nodejoin.operator.csr.CertificateRequestFacts;
import dev.nodejoin.policy.certificate.CertificateVerdict;

/** Is told what happened: for events, metrics and logs. Must not fail. */
public interface JoinListener {
    void statusWritten(NodeJoinRequest before, NodeJoinRequest after);

    void certificateApproved(CertificateRequestFacts certificateRequest);

    void certificateDenied(
            NodeJoinRequest request, CertificateRequestFacts certificateRequest, CertificateVerdict.Deny denial);
}
