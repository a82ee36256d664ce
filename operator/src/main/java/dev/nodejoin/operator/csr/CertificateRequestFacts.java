package dev.nodejoin.operator.csr;

import dev.nodejoin.policy.certificate.RequestedCertificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A CertificateSigningRequest as the API server stores it.
 *
 * @param createdAt whole seconds, by the API server's clock
 * @param lifetime how long the certificate shall live, if the request says so
 * @param certificate the issued certificate (PEM)
 */
public record CertificateRequestFacts(
        String name,
        String uid,
        Instant createdAt,
        RequestedCertificate requested,
        Optional<Duration> lifetime,
        Outcome outcome,
        Optional<String> certificate) {

    /** What became of it so far. */
    public sealed interface Outcome {
        record Undecided() implements Outcome {}

        /**
         * To be signed.
         *
         * @param at by the API server's clock
         */
        record Approved(Instant at) implements Outcome {}

        record Denied(String reason, String message) implements Outcome {}

        /** The signer refused. */
        record Failed(String reason, String message) implements Outcome {}
    }

    public boolean isUndecided() {
        return outcome instanceof Outcome.Undecided;
    }
}
