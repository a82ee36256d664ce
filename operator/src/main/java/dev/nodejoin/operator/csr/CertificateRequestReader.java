package dev.nodejoin.operator.csr;

import dev.nodejoin.operator.csr.CertificateRequestFacts.Outcome;
import dev.nodejoin.policy.certificate.RequestedCertificate;
import dev.nodejoin.protocol.pki.CertificateRequest;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequest;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequestCondition;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequestSpec;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequestStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a CertificateSigningRequest into facts. Total: a strange object is a request that nobody approves. */
public final class CertificateRequestReader {
    private static final String APPROVED = "Approved";
    private static final String DENIED = "Denied";
    private static final String FAILED = "Failed";

    private CertificateRequestReader() {}

    public static CertificateRequestFacts read(CertificateSigningRequest request) {
        return new CertificateRequestFacts(
                request.getMetadata().getName(),
                request.getMetadata().getUid(),
                Instant.parse(request.getMetadata().getCreationTimestamp()),
                requested(request.getSpec()),
                Optional.ofNullable(request.getSpec().getExpirationSeconds()).map(Duration::ofSeconds),
                outcome(request.getStatus()),
                Optional.ofNullable(request.getStatus())
                        .map(CertificateSigningRequestStatus::getCertificate)
                        .filter(certificate -> !certificate.isEmpty())
                        .map(CertificateRequestReader::decodeText));
    }

    private static RequestedCertificate requested(CertificateSigningRequestSpec spec) {
        return new RequestedCertificate(
                Objects.requireNonNullElse(spec.getUsername(), ""),
                Set.copyOf(orEmpty(spec.getGroups())),
                Objects.requireNonNullElse(spec.getSignerName(), ""),
                Set.copyOf(orEmpty(spec.getUsages())),
                CertificateRequest.parse(decode(spec.getRequest())));
    }

    private static Outcome outcome(@Nullable CertificateSigningRequestStatus status) {
        if (status == null) return new Outcome.Undecided();
        return condition(status, DENIED)
                .<Outcome>map(denied -> new Outcome.Denied(reason(denied), message(denied)))
                .or(() -> condition(status, FAILED).map(failed -> new Outcome.Failed(reason(failed), message(failed))))
                .or(() -> condition(status, APPROVED).map(approved -> new Outcome.Approved(at(approved))))
                .orElseGet(Outcome.Undecided::new);
    }

    private static Optional<CertificateSigningRequestCondition> condition(
            CertificateSigningRequestStatus status, String type) {
        return orEmpty(status.getConditions()).stream()
                .filter(condition -> type.equals(condition.getType()))
                .findFirst();
    }

    private static Instant at(CertificateSigningRequestCondition condition) {
        return Instant.parse(Objects.requireNonNullElse(
                condition.getLastUpdateTime(), Objects.requireNonNull(condition.getLastTransitionTime())));
    }

    private static String reason(CertificateSigningRequestCondition condition) {
        return Objects.requireNonNullElse(condition.getReason(), "");
    }

    private static String message(CertificateSigningRequestCondition condition) {
        return Objects.requireNonNullElse(condition.getMessage(), "");
    }

    private static String decodeText(String base64) {
        return new String(decode(base64), StandardCharsets.US_ASCII);
    }

    private static byte[] decode(@Nullable String base64) {
        return base64 == null ? new byte[0] : Base64.getDecoder().decode(base64);
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
