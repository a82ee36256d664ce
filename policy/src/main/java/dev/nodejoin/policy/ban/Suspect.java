package dev.nodejoin.policy.ban;

import dev.nodejoin.policy.certificate.CertificateRules;
import dev.nodejoin.policy.certificate.RequestedCertificate;
import dev.nodejoin.protocol.pki.CertificateRequest;
import java.util.Set;
import java.util.stream.Collectors;

/** Somebody who may be banned: the names of Nodes they would be, and the keys (as {@code sha256:<hex>}) they have. */
public record Suspect(Set<String> nodeNames, Set<String> keys) {
    private static final String BOOTSTRAPPERS = "system:bootstrappers";
    private static final String NODE_USER_PREFIX = "system:node:";
    private static final Suspect NOBODY = new Suspect(Set.of(), Set.of());

    public Suspect {
        nodeNames = Set.copyOf(nodeNames);
        keys = Set.copyOf(keys);
    }

    /**
     * Whoever asks for a kubelet's client certificate with a bootstrap token, ours or not; for any other signing request
     * nobody.
     */
    public static Suspect of(RequestedCertificate requested) {
        if (!requested.groups().contains(BOOTSTRAPPERS)) return NOBODY;
        if (!requested.signerName().equals(CertificateRules.SIGNER)) return NOBODY;
        return switch (requested.parsed()) {
            case CertificateRequest.Malformed malformed -> NOBODY;
            case CertificateRequest.Parsed(var request) ->
                new Suspect(nodeNames(request), Set.of(request.publicKey().sha256()));
        };
    }

    private static Set<String> nodeNames(CertificateRequest request) {
        return request.commonNames().stream()
                .filter(name -> name.startsWith(NODE_USER_PREFIX))
                .map(name -> name.substring(NODE_USER_PREFIX.length()))
                .collect(Collectors.toSet());
    }
}
