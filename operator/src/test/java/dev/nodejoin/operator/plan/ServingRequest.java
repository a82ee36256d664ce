package dev.nodejoin.operator.plan;

import dev.nodejoin.operator.csr.CertificateRequestFacts;
import dev.nodejoin.operator.csr.CertificateRequestFacts.Outcome;
import dev.nodejoin.policy.certificate.RequestedCertificate;
import dev.nodejoin.policy.certificate.ServingCertificateRules;
import dev.nodejoin.protocol.pki.CertificateRequest;
import dev.nodejoin.protocol.pki.CertificateRequests;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What a kubelet asks to serve with, as the API server stores it. Begins with worker-1 and its address 10.0.0.7, just now. */
final class ServingRequest {
    private static final Map<String, CertificateRequest.ParseResult> PARSED = new ConcurrentHashMap<>();

    private final String name;
    private Instant createdAt = JoinSnapshots.NOW;
    private String requester = "system:node:worker-1";
    private String address = "10.0.0.7";
    private Outcome outcome = new Outcome.Undecided();
    private Optional<String> certificate = Optional.empty();

    private ServingRequest(String name) {
        this.name = name;
    }

    static ServingRequest asked(String name) {
        return new ServingRequest(name);
    }

    ServingRequest createdAt(Instant instant) {
        createdAt = instant;
        return this;
    }

    ServingRequest by(String user) {
        requester = user;
        return this;
    }

    ServingRequest as(String ip) {
        address = ip;
        return this;
    }

    ServingRequest approved() {
        outcome = new Outcome.Approved(createdAt);
        return this;
    }

    ServingRequest issued() {
        return issuedAs(Csr.certificate("machine", "worker-1"));
    }

    ServingRequest issuedAs(String pem) {
        certificate = Optional.of(pem);
        return approved();
    }

    ServingRequest denied(String message) {
        outcome = new Outcome.Denied("NotItsAddress", message);
        return this;
    }

    CertificateRequestFacts facts() {
        return new CertificateRequestFacts(
                name,
                "uid-of-" + name,
                createdAt,
                new RequestedCertificate(
                        requester,
                        Set.of("system:nodes", "system:authenticated"),
                        ServingCertificateRules.SIGNER,
                        Set.of("digital signature", "server auth"),
                        PARSED.computeIfAbsent(address, ServingRequest::parsed)),
                Optional.empty(),
                outcome,
                certificate);
    }

    private static CertificateRequest.ParseResult parsed(String ip) {
        return CertificateRequest.parse(
                CertificateRequests.forNode("worker-1").ipAddress(ip).pem());
    }
}
