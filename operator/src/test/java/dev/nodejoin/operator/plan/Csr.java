package dev.nodejoin.operator.plan;

import dev.nodejoin.operator.csr.CertificateRequestFacts;
import dev.nodejoin.operator.csr.CertificateRequestFacts.Outcome;
import dev.nodejoin.policy.certificate.CertificateRules;
import dev.nodejoin.policy.certificate.RequestedCertificate;
import dev.nodejoin.protocol.pki.CertificateAuthority;
import dev.nodejoin.protocol.pki.CertificateBundle;
import dev.nodejoin.protocol.pki.CertificateRequest;
import dev.nodejoin.protocol.pki.NodeKey;
import dev.nodejoin.protocol.token.TokenId;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Builds certificate signing requests as the API server stores them. Begins with an honest kubelet's for worker-1. */
final class Csr {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Map<String, NodeKey> MACHINES = new ConcurrentHashMap<>();
    private static final Map<String, CertificateRequest.ParseResult> PARSED = new ConcurrentHashMap<>();
    private static final Map<String, String> CERTIFICATES = new ConcurrentHashMap<>();
    private static final CertificateAuthority AUTHORITY = CertificateAuthority.named("kubernetes");

    private final String name;
    private String uid;
    private Instant createdAt = Instant.parse("2026-03-01T09:00:10Z");
    private TokenId token = JoinSnapshots.TOKEN;
    private String signer = CertificateRules.SIGNER;
    private String group = CertificateRules.TOKEN_GROUP;
    private String machine = "machine";
    private String node = "worker-1";
    private Optional<Duration> lifetime = Optional.empty();
    private Outcome outcome = new Outcome.Undecided();
    private Optional<String> certificate = Optional.empty();

    private Csr(String name) {
        this.name = name;
        this.uid = "uid-of-" + name;
    }

    static Csr csr(String name) {
        return new Csr(name);
    }

    Csr uid(String text) {
        uid = text;
        return this;
    }

    /** The API server stores whole seconds. */
    Csr createdAt(Instant instant) {
        createdAt = instant.truncatedTo(ChronoUnit.SECONDS);
        return this;
    }

    Csr madeWith(TokenId id) {
        token = id;
        return this;
    }

    Csr inGroup(String name) {
        group = name;
        return this;
    }

    Csr forSigner(String name) {
        signer = name;
        return this;
    }

    /** Each machine has a key of its own. */
    Csr by(String machineName) {
        machine = machineName;
        return this;
    }

    Csr forNode(String name) {
        node = name;
        return this;
    }

    /** The machine says how long its certificate shall live. */
    Csr forALifeOf(Duration duration) {
        lifetime = Optional.of(duration);
        return this;
    }

    Csr approvedAt(Instant instant) {
        outcome = new Outcome.Approved(instant.truncatedTo(ChronoUnit.SECONDS));
        return this;
    }

    Csr denied(String reason, String message) {
        outcome = new Outcome.Denied(reason, message);
        return this;
    }

    Csr failed(String message) {
        outcome = new Outcome.Failed("SignerFailed", message);
        return this;
    }

    Csr signed() {
        certificate = Optional.of(certificate(machine, node));
        return this;
    }

    Csr signedAs(String pem) {
        certificate = Optional.of(pem);
        return this;
    }

    CertificateRequestFacts facts() {
        return new CertificateRequestFacts(
                name,
                uid,
                createdAt,
                new RequestedCertificate(
                        token.userName(),
                        Set.of("system:bootstrappers", group, "system:authenticated"),
                        signer,
                        Set.of("digital signature", "client auth"),
                        parsed(machine, node)),
                lifetime,
                outcome,
                certificate);
    }

    /** {@code sha256:<hex>} of the machine's public key. */
    static String keyOf(String machineName) {
        return machine(machineName).publicKeyInfo().sha256();
    }

    static String publicKeyPem(String machineName) {
        return machine(machineName).publicKeyInfo().toPem();
    }

    static String certificate(String machineName, String nodeName) {
        return CERTIFICATES.computeIfAbsent(machineName + "/" + nodeName, key -> sign(machineName, nodeName));
    }

    private static String sign(String machineName, String nodeName) {
        var leaf = AUTHORITY.sign(
                "O=system:nodes,CN=system:node:" + nodeName,
                machine(machineName).publicKeyInfo(),
                CertificateAuthority.BORN,
                Duration.ofDays(365));
        return new CertificateBundle(List.of(leaf)).toPem();
    }

    private static CertificateRequest.ParseResult parsed(String machineName, String nodeName) {
        return PARSED.computeIfAbsent(machineName + "/" + nodeName, key -> parse(machineName, nodeName));
    }

    private static CertificateRequest.ParseResult parse(String machineName, String nodeName) {
        var pem = machine(machineName).certificateRequestPem(nodeName);
        return CertificateRequest.parse(pem.getBytes(StandardCharsets.US_ASCII));
    }

    private static NodeKey machine(String name) {
        return MACHINES.computeIfAbsent(name, key -> NodeKey.generate(RANDOM));
    }
}
