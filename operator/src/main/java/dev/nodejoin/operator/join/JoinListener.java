package dev.nodejoin.operator.join;

import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import dev.nodejoin.operator.csr.CertificateRequestFacts;

/** Is told what happened: for events, metrics and logs. Must not fail. */
public interface JoinListener {
    void statusWritten(NodeJoinRequest before, NodeJoinRequest after);

    /**
     * A verdict was written.
     *
     * @param outcome {@code Approved}, or the first reason of the refusal
     */
    void certificateDecided(CertificateRequestFacts request, String outcome);
}
