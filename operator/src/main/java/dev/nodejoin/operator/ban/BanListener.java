package dev.nodejoin.operator.ban;

import dev.nodejoin.api.v1alpha1.NodeJoinBan;
import dev.nodejoin.operator.csr.CertificateRequestFacts;

/** Is told what happened: for events, metrics and logs. Must not fail. */
public interface BanListener {
    void statusWritten(NodeJoinBan before, NodeJoinBan after);

    /** A signing request was denied because of the ban. */
    void certificateDenied(NodeJoinBan ban, CertificateRequestFacts request, String message);
}
