package dev.nodejoin.operator.join;

import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import dev.nodejoin.api.v1alpha1.UnrequestedOrigin;
import dev.nodejoin.operator.csr.CertificateRequestReader;
import dev.nodejoin.policy.gate.BootstrapRequest;
import dev.nodejoin.protocol.pki.CertificateRequest;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequest;
import java.util.List;
import java.util.Objects;

/** A machine that asks by itself: one token that the operator did not mint, and one key. What caches look it up by. */
record AskingMachine(String requester, String publicKeySha256) {
    static AskingMachine of(UnrequestedOrigin origin) {
        return new AskingMachine(
                Objects.requireNonNullElse(origin.requester(), ""),
                Objects.requireNonNullElse(origin.publicKeySHA256(), ""));
    }

    /** The machine of a request of the inbox; none for any other. */
    static List<String> keysOf(NodeJoinRequest request) {
        var origin = request.getSpec().unrequested();
        return origin == null ? List.of() : List.of(of(origin).key());
    }

    /** The machine that made a signing request; none if the token is the operator's, or if there is no key to be read. */
    static List<String> keysOf(CertificateSigningRequest request) {
        var requested = CertificateRequestReader.read(request).requested();
        return BootstrapRequest.isUnrequested(requested)
                        && requested.parsed() instanceof CertificateRequest.Parsed(var parsed)
                ? List.of(new AskingMachine(
                                requested.requester(), parsed.publicKey().sha256())
                        .key())
                : List.of();
    }

    String key() {
        return requester + " " + publicKeySha256;
    }
}
