package dev.nodejoin.policy.certificate;

import dev.nodejoin.protocol.pki.CertificateRequest;
import java.util.Set;

/**
 * What was asked for, and by whom: the facts of a CertificateSigningRequest that the API server vouches for, and the parsed
 * PKCS#10 that it does not.
 */
public record RequestedCertificate(
        String requester,
        Set<String> groups,
        String signerName,
        Set<String> usages,
        CertificateRequest.ParseResult parsed) {
    public RequestedCertificate {
        groups = Set.copyOf(groups);
        usages = Set.copyOf(usages);
    }
}
