package dev.nodejoin.policy.certificate;

import dev.nodejoin.policy.certificate.Refusal.Reason;
import dev.nodejoin.protocol.pki.CertificateRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Judges a kubelet's client certificate request against what was promised.
 *
 * <p>Approved is only what is right in every part, for a signer copies what it is given: the subject of exactly one node and
 * nothing beside it. At least as strict as what kube-controller-manager recognises as a node's client request.
 */
public final class CertificateRules {
    /** The signer of kubelets' client certificates. */
    public static final String SIGNER = "kubernetes.io/kube-apiserver-client-kubelet";

    /** The group of the tokens that the operator mints, and of no others. */
    public static final String TOKEN_GROUP = "system:bootstrappers:nodejoin";

    private static final String ALL_TOKENS = "system:bootstrappers";
    private static final Set<String> USAGES = Set.of("digital signature", "client auth");
    private static final Set<String> USAGES_WITH_RSA = Set.of("digital signature", "client auth", "key encipherment");

    private static final List<Rule> RULES = List.of(
            CertificateRules::subjectIsExactlyTheNode,
            CertificateRules::hasNoAlternativeNames,
            CertificateRules::asksForNoExtensions,
            CertificateRules::hasNoAttributes,
            CertificateRules::usagesAreAKubelets,
            CertificateRules::keyIsThePinnedOne,
            CertificateRules::tokenIsUsable);

    private CertificateRules() {}

    /** One condition of approval; empty if it holds. */
    private interface Rule {
        Optional<Refusal> check(
                RequestedCertificate requested, CertificateRequest request, PromisedCertificate promised);
    }

    /** The same facts always give the same verdict. A denial carries every refusal. */
    public static CertificateVerdict judge(RequestedCertificate requested, PromisedCertificate promised) {
        if (!requested.requester().equals(promised.tokenId().userName()))
            return new CertificateVerdict.Ignore("made by another user than the token's");
        if (!requested.groups().contains(TOKEN_GROUP))
            return new CertificateVerdict.Ignore("made with a token that the operator did not mint");
        return judgeParts(requested, promised);
    }

    /** The same for a machine that asked by itself, with a bootstrap token that the operator did not mint. */
    public static CertificateVerdict judgeUnrequested(RequestedCertificate requested, PromisedCertificate promised) {
        if (!requested.requester().equals(promised.tokenId().userName()))
            return new CertificateVerdict.Ignore("made by another user than the token's");
        if (!requested.groups().contains(ALL_TOKENS) || requested.groups().contains(TOKEN_GROUP))
            return new CertificateVerdict.Ignore("made with no bootstrap token, or with one that the operator minted");
        return judgeParts(requested, promised);
    }

    private static CertificateVerdict judgeParts(RequestedCertificate requested, PromisedCertificate promised) {
        if (!requested.signerName().equals(SIGNER)) return new CertificateVerdict.Ignore("for another signer");
        return switch (requested.parsed()) {
            case CertificateRequest.Malformed(var reason) ->
                new CertificateVerdict.Deny(List.of(new Refusal(Reason.MALFORMED, reason)));
            case CertificateRequest.Parsed(var request) -> judge(requested, request, promised);
        };
    }

    private static CertificateVerdict judge(
            RequestedCertificate requested, CertificateRequest request, PromisedCertificate promised) {
        var refusals = RULES.stream()
                .flatMap(rule -> rule.check(requested, request, promised).stream())
                .toList();
        if (!refusals.isEmpty()) return new CertificateVerdict.Deny(refusals);
        if (promised.nodeExists())
            return new CertificateVerdict.Wait("a Node named %s is in the cluster".formatted(promised.nodeName()));
        return new CertificateVerdict.Approve(request.publicKey().sha256());
    }

    private static Optional<Refusal> subjectIsExactlyTheNode(
            RequestedCertificate requested, CertificateRequest request, PromisedCertificate promised) {
        return NodeSubject.refusal(request, promised.nodeName());
    }

    private static Optional<Refusal> hasNoAlternativeNames(
            RequestedCertificate requested, CertificateRequest request, PromisedCertificate promised) {
        return refuseUnless(
                request.alternativeNames().isEmpty(),
                Reason.ALTERNATIVE_NAMES,
                "it asks for the alternative names %s, none is promised".formatted(request.alternativeNames()));
    }

    private static Optional<Refusal> asksForNoExtensions(
            RequestedCertificate requested, CertificateRequest request, PromisedCertificate promised) {
        return refuseUnless(
                request.extensionOids().isEmpty() && !request.hasDuplicateExtensions(),
                Reason.EXTENSIONS,
                "it asks for the extensions %s, none is promised".formatted(request.extensionOids()));
    }

    private static Optional<Refusal> hasNoAttributes(
            RequestedCertificate requested, CertificateRequest request, PromisedCertificate promised) {
        return refuseUnless(
                request.attributeOids().isEmpty(),
                Reason.ATTRIBUTES,
                "it has the attributes %s, none is expected".formatted(request.attributeOids()));
    }

    private static Optional<Refusal> usagesAreAKubelets(
            RequestedCertificate requested, CertificateRequest request, PromisedCertificate promised) {
        return refuseUnless(
                requested.usages().equals(USAGES) || requested.usages().equals(USAGES_WITH_RSA),
                Reason.USAGES,
                "usages are %s, a kubelet's are digital signature and client auth".formatted(requested.usages()));
    }

    private static Optional<Refusal> keyIsThePinnedOne(
            RequestedCertificate requested, CertificateRequest request, PromisedCertificate promised) {
        var key = request.publicKey().sha256();
        var pinned = promised.pinnedKey().orElse(key);
        return refuseUnless(
                pinned.equals(key), Reason.KEY_MISMATCH, "its public key is %s, promised is %s".formatted(key, pinned));
    }

    private static Optional<Refusal> tokenIsUsable(
            RequestedCertificate requested, CertificateRequest request, PromisedCertificate promised) {
        return refuseUnless(
                promised.tokenUsable(),
                Reason.TOKEN_SPENT,
                "token %s is spent, revoked or expired".formatted(promised.tokenId()));
    }

    private static Optional<Refusal> refuseUnless(boolean holds, Reason reason, String message) {
        return holds ? Optional.empty() : Optional.of(new Refusal(reason, message));
    }
}
