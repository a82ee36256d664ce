package dev.nodejoin.policy.gate;

import dev.nodejoin.policy.certificate.CertificateRules;
import dev.nodejoin.policy.certificate.RequestedCertificate;
import dev.nodejoin.protocol.pki.CertificateRequest;
import dev.nodejoin.protocol.pki.CertificateRequests;
import java.time.Instant;
import java.util.Set;

/** Builds what a machine with a classic token asks for. Begins with an honest kubelet's request. */
final class BootstrapRequests {
    static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");

    private final String name;
    private String token = "abc123";
    private String group = "system:bootstrappers:kubeadm:default-node-token";
    private Set<String> usages = Set.of("digital signature", "client auth");
    private CertificateRequests asked;
    private Instant createdAt = NOW.minusSeconds(60);
    private boolean nodeExists;

    private BootstrapRequests(String name, CertificateRequests asked) {
        this.name = name;
        this.asked = asked;
    }

    /** A machine of its own, with a key of its own. */
    static BootstrapRequests machine(String nodeName) {
        return new BootstrapRequests(
                "csr-" + nodeName, CertificateRequests.forNode(nodeName).ec("secp256r1"));
    }

    /** The same machine asks again. */
    BootstrapRequests again(String requestName) {
        var other = new BootstrapRequests(requestName, asked);
        other.token = token;
        return other;
    }

    BootstrapRequests asking(CertificateRequests request) {
        asked = request;
        return this;
    }

    BootstrapRequests with(String tokenId) {
        token = tokenId;
        return this;
    }

    BootstrapRequests inGroup(String name) {
        group = name;
        return this;
    }

    BootstrapRequests toUseItFor(String... purposes) {
        usages = Set.of(purposes);
        return this;
    }

    BootstrapRequests secondsAgo(int seconds) {
        createdAt = NOW.minusSeconds(seconds);
        return this;
    }

    BootstrapRequests whileTheNodeExists() {
        nodeExists = true;
        return this;
    }

    String key() {
        return asked.publicKeyInfo().sha256();
    }

    RequestedCertificate requested() {
        return new RequestedCertificate(
                "system:bootstrap:" + token,
                Set.of("system:bootstrappers", group, "system:authenticated"),
                CertificateRules.SIGNER,
                usages,
                CertificateRequest.parse(asked.pem()));
    }

    BootstrapRequest pending() {
        return new BootstrapRequest(name, "uid-of-" + name, createdAt, requested(), nodeExists);
    }
}
