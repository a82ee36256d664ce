package dev.nodejoin.operator.plan;

import dev.nodejoin.api.v1alpha1.CertificateStatus;
import dev.nodejoin.operator.csr.CertificateRequestFacts;
import java.util.Optional;

/** The one certificate signing request that a join has claimed in its status, so that it never approves two. */
final class Claim {
    private Claim() {}

    static Optional<CertificateRequestFacts> on(Planning planning) {
        var certificate = planning.request().status().certificate();
        if (certificate == null || certificate.requestUID() == null) return Optional.empty();
        return planning.snapshot().certificateRequests().stream()
                .filter(request -> request.uid().equals(certificate.requestUID()))
                .findFirst();
    }

    /** The claim on a signing request that is gone, or that the cache does not show yet. */
    static Optional<CertificateStatus> notSeen(Planning planning) {
        return Optional.ofNullable(planning.request().status().certificate())
                .filter(claim -> claim.requestUID() != null && on(planning).isEmpty());
    }

    /** The same, as long as no certificate came of it: it has to be denied before its token counts as revoked. */
    static Optional<CertificateStatus> undecidedNotSeen(Planning planning) {
        return notSeen(planning).filter(claim -> claim.serial() == null);
    }

    static boolean isOn(Planning planning, CertificateRequestFacts request) {
        return on(planning).filter(request::equals).isPresent();
    }
}
