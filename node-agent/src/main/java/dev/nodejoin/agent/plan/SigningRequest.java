package dev.nodejoin.agent.plan;

import java.util.List;

/**
 * A CertificateSigningRequest as the API server shows it, reduced to what a join judges.
 *
 * @param requester the user that created it, as the API server recorded it
 * @param requestPem the PKCS#10 inside
 */
public record SigningRequest(
        String name,
        String resourceVersion,
        String requester,
        String signerName,
        List<String> usages,
        String requestPem,
        Decision decision) {
    public SigningRequest {
        usages = List.copyOf(usages);
    }
}
