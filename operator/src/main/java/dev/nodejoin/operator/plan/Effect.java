package dev.nodejoin.operator.plan;

import dev.nodejoin.operator.csr.CertificateRequestFacts;
import dev.nodejoin.operator.name.NameHold;
import dev.nodejoin.policy.certificate.CertificateVerdict;
import dev.nodejoin.protocol.handoff.TrustSource;
import dev.nodejoin.protocol.token.TokenId;
import dev.nodejoin.protocol.token.TokenUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** The one thing to do in the cluster, once the status that announces it is written. */
public sealed interface Effect {
    /** Nothing. */
    record None() implements Effect {}

    /** Write the name's Lease. */
    record HoldName(NameHold hold) implements Effect {}

    /** Take the name back from a request that is gone, and make its tokens worthless. */
    record Reclaim(NameHold hold) implements Effect {}

    /** Delete the name's Lease. */
    record FreeName(NameHold hold) implements Effect {}

    /** Create the token's Secret; a token that signs only where cluster-info is as it has to be. */
    record Mint(TokenId id, int attempt, Instant expiresAt, Set<TokenUsage> usages) implements Effect {}

    /** Ask the API server whether it recognises the token. */
    record Prove(TokenId id) implements Effect {}

    /** See whether cluster-info carries the token's signature. */
    record SeekSignature(TokenId id) implements Effect {}

    /**
     * Create the hand-off Secret.
     *
     * @param longestLifetime of the certificate that the machine asks for, where the request says one or a policy bounds it
     */
    record HandOver(TokenId id, int attempt, TrustSource trust, Optional<Duration> longestLifetime) implements Effect {}

    /** Overwrite the token's Secret with a tombstone and delete the hand-off. */
    record Bury(TokenId id, Instant expiresAt, boolean secretIsLikely, Optional<String> handOffName)
            implements Effect {}

    /** Approve a claimed certificate signing request. */
    record Approve(CertificateRequestFacts request) implements Effect {}

    /** Deny a certificate signing request. */
    record Deny(CertificateRequestFacts request, CertificateVerdict.Deny verdict) implements Effect {}

    /** Approve what a kubelet serves with. */
    record ApproveServing(CertificateRequestFacts request) implements Effect {}

    /** Deny what a kubelet wants to serve with. */
    record DenyServing(CertificateRequestFacts request, CertificateVerdict.Deny verdict) implements Effect {}

    /** Set the declared labels, annotations and taints of the Node. */
    record SetUpNode(NodeSetUp setUp) implements Effect {}
}
