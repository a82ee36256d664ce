package dev.nodejoin.policy.certificate;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.nodejoin.protocol.pki.CertificateRequest;
import dev.nodejoin.protocol.pki.CertificateRequests;
import dev.nodejoin.protocol.token.TokenId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Builds what was asked and what was promised. Begins with a kubelet that asks for exactly what it was promised. */
final class CertificateQuestions {
    static final String NODE = "worker-1";
    static final TokenId TOKEN = new TokenId("abc123");

    private String requester = TOKEN.userName();
    private Set<String> groups =
            Set.of("system:bootstrappers", "system:bootstrappers:nodejoin", "system:authenticated");
    private String signer = "kubernetes.io/kube-apiserver-client-kubelet";
    private Set<String> usages = Set.of("digital signature", "client auth");
    private CertificateRequest.ParseResult request =
            CertificateRequest.parse(CertificateRequests.forNode(NODE).pem());
    private String promisedNode = NODE;
    private boolean tokenUsable = true;
    private Optional<String> pinnedKey = Optional.empty();
    private boolean nodeExists;

    private CertificateQuestions() {}

    static CertificateQuestions aKubelet() {
        return new CertificateQuestions();
    }

    CertificateQuestions asks(CertificateRequests asked) {
        request = CertificateRequest.parse(asked.pem());
        return this;
    }

    CertificateQuestions sends(String text) {
        request = CertificateRequest.parse(text.getBytes(US_ASCII));
        return this;
    }

    CertificateQuestions as(String user) {
        requester = user;
        return this;
    }

    CertificateQuestions inGroups(String... names) {
        groups = Set.of(names);
        return this;
    }

    CertificateQuestions alsoInGroup(String name) {
        groups = new HashSet<>(groups);
        groups.add(name);
        return this;
    }

    CertificateQuestions from(String signerName) {
        signer = signerName;
        return this;
    }

    CertificateQuestions toUseItFor(Set<String> purposes) {
        usages = purposes;
        return this;
    }

    CertificateQuestions promised(String nodeName) {
        promisedNode = nodeName;
        return this;
    }

    CertificateQuestions pinnedTo(CertificateRequests holder) {
        return pinnedTo(holder.publicKeyInfo().sha256());
    }

    CertificateQuestions pinnedTo(String sha256) {
        pinnedKey = Optional.of(sha256);
        return this;
    }

    CertificateQuestions withASpentToken() {
        tokenUsable = false;
        return this;
    }

    CertificateQuestions whileTheNodeExists() {
        nodeExists = true;
        return this;
    }

    CertificateVerdict judged() {
        return CertificateRules.judge(
                new RequestedCertificate(requester, groups, signer, usages, request),
                new PromisedCertificate(promisedNode, TOKEN, tokenUsable, pinnedKey, nodeExists));
    }
}
