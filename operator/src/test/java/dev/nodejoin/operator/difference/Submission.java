package dev.nodejoin.operator.difference;

import dev.nodejoin.policy.certificate.CertificateRules;
import dev.nodejoin.policy.certificate.CertificateVerdict;
import dev.nodejoin.policy.certificate.PromisedCertificate;
import dev.nodejoin.policy.certificate.RequestedCertificate;
import dev.nodejoin.protocol.pki.CertificateRequest;
import dev.nodejoin.protocol.token.TokenId;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequest;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequestBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A certificate signing request that somebody submits, and what was promised.
 *
 * @param deviations in what it is not as promised; empty if it is
 */
record Submission(
        String name,
        Asker asker,
        String signer,
        List<String> usages,
        String request,
        String promisedNode,
        Optional<String> pinnedKey,
        List<Deviation> deviations) {

    boolean isAsPromised() {
        return deviations.isEmpty();
    }

    CertificateSigningRequest toObject() {
        return new CertificateSigningRequestBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withSignerName(signer)
                .withUsages(usages)
                .withRequest(Base64.getEncoder().encodeToString(bytes()))
                .endSpec()
                .build();
    }

    /** What was asked for, as it is submitted. */
    RequestedCertificate requested() {
        return new RequestedCertificate(
                asker.user(),
                Set.copyOf(asker.groups()),
                signer,
                Set.copyOf(usages),
                CertificateRequest.parse(bytes()));
    }

    private byte[] bytes() {
        return request.getBytes(StandardCharsets.US_ASCII);
    }

    CertificateVerdict judge(RequestedCertificate requested) {
        return CertificateRules.judge(
                requested, new PromisedCertificate(promisedNode, new TokenId(Asker.TOKEN_ID), true, pinnedKey, false));
    }

    @Override
    public String toString() {
        return "%s %s".formatted(name, deviations);
    }
}
