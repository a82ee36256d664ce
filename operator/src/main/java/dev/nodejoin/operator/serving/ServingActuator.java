package dev.nodejoin.operator.serving;

import dev.nodejoin.operator.csr.CertificateApprover;
import dev.nodejoin.operator.csr.CertificateRequestFacts;
import dev.nodejoin.policy.certificate.CertificateVerdict;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequest;
import java.util.Optional;

/** Writes verdicts about serving certificates. Judges nothing. */
public final class ServingActuator {
    private final CertificateApprover certificates;
    private final ServingCaches caches;

    public ServingActuator(CertificateApprover certificates, ServingCaches caches) {
        this.certificates = certificates;
        this.caches = caches;
    }

    /** False if what was judged is no longer what is stored. */
    public boolean approve(CertificateRequestFacts judged, String approvedFor) {
        var request = asJudged(judged);
        request.ifPresent(current -> caches.remember(certificates.approve(current, approvedFor), current));
        return request.isPresent();
    }

    /** False if what was judged is no longer what is stored. */
    public boolean deny(CertificateRequestFacts judged, CertificateVerdict.Deny verdict) {
        var request = asJudged(judged);
        request.ifPresent(current -> caches.remember(certificates.deny(current, verdict), current));
        return request.isPresent();
    }

    private Optional<CertificateSigningRequest> asJudged(CertificateRequestFacts judged) {
        return caches.certificateRequest(judged.name())
                .filter(current -> current.getMetadata().getUid().equals(judged.uid()));
    }
}
