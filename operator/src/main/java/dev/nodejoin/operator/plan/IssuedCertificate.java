package dev.nodejoin.operator.plan;

import static dev.nodejoin.api.v1alpha1.ConditionType.CERTIFICATE_ISSUED;

import dev.nodejoin.api.v1alpha1.CertificateStatus;
import dev.nodejoin.operator.csr.CertificateRequestFacts;
import dev.nodejoin.operator.csr.CertificateRequestFacts.Outcome;
import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.pki.CertificateBundle;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** From the approval of a certificate signing request to the certificate in the status. */
final class IssuedCertificate {
    private IssuedCertificate() {}

    /**
     * The certificate of the claimed request, if it is there: it counts whatever became of the token or the deadline in the
     * meantime, for the machine has it.
     */
    static Optional<JoinPlan> already(Planning planning) {
        return Claim.on(planning)
                .filter(request -> request.outcome() instanceof Outcome.Approved)
                .filter(request -> isCertificate(request.certificate()))
                .map(request -> plan(planning, request, (Outcome.Approved) request.outcome(), planning.now()));
    }

    private static boolean isCertificate(Optional<String> pem) {
        try {
            return pem.map(IssuedCertificate::leaf).isPresent();
        } catch (MalformedInputException e) {
            return false;
        }
    }

    static JoinPlan plan(
            Planning planning, CertificateRequestFacts request, Outcome.Approved approved, Instant lookAgainAt) {
        if (request.certificate().isEmpty()) return awaitingSigner(planning, lookAgainAt);
        try {
            return issued(
                    planning, request, approved, leaf(request.certificate().get()));
        } catch (MalformedInputException e) {
            return planning.unmet(
                            CERTIFICATE_ISSUED, Reason.REFUSED, "The signer issued no certificate: " + e.getMessage())
                    .thenRestUntil(lookAgainAt);
        }
    }

    private static X509Certificate leaf(String pem) {
        return CertificateBundle.parse(pem).certificates().getFirst();
    }

    private static JoinPlan issued(
            Planning planning,
            CertificateRequestFacts request,
            Outcome.Approved approved,
            X509Certificate certificate) {
        var claim = Objects.requireNonNull(planning.request().status().certificate());
        var serial = certificate.getSerialNumber().toString(16);
        var notAfter = Timestamps.format(certificate.getNotAfter().toInstant());
        var issued = new CertificateStatus(
                request.name(),
                request.uid(),
                claim.publicKeySHA256(),
                serial,
                Timestamps.format(approved.at()),
                notAfter);
        planning.draft().certificate(issued);
        return Standing.certified(planning, issued).thenRest();
    }

    private static JoinPlan awaitingSigner(Planning planning, Instant lookAgainAt) {
        planning.unmet(
                CERTIFICATE_ISSUED,
                Reason.AWAITING_SIGNER,
                "The certificate signing request is approved and waits for its signer");
        return CertificatePlanning.refuseOthers(planning).orElseGet(() -> planning.thenRestUntil(lookAgainAt));
    }
}
