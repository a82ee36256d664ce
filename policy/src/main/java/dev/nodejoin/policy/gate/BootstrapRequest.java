package dev.nodejoin.policy.gate;

import dev.nodejoin.policy.certificate.CertificateRules;
import dev.nodejoin.policy.certificate.RequestedCertificate;
import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.NodeName;
import dev.nodejoin.protocol.pki.CertificateRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An undecided certificate signing request of a bootstrap token that the operator did not mint.
 *
 * @param nodeExists a Node of the name that it asks for is there already
 */
public record BootstrapRequest(
        String name, String uid, Instant createdAt, RequestedCertificate requested, boolean nodeExists) {
    /** The group of all bootstrap tokens. */
    public static final String GROUP = "system:bootstrappers";

    private static final String NODE_USER_PREFIX = "system:node:";

    /** Whether this was asked for with a bootstrap token that the operator did not mint, for a kubelet. */
    public static boolean isUnrequested(RequestedCertificate requested) {
        return requested.groups().contains(GROUP)
                && !requested.groups().contains(CertificateRules.TOKEN_GROUP)
                && requested.signerName().equals(CertificateRules.SIGNER);
    }

    /** The Node whose certificate is asked for, if it is one and well-formed. */
    public static Optional<String> nodeName(RequestedCertificate requested) {
        if (!(requested.parsed() instanceof CertificateRequest.Parsed(var request))) return Optional.empty();
        return single(request.commonNames())
                .filter(user -> user.startsWith(NODE_USER_PREFIX))
                .map(user -> user.substring(NODE_USER_PREFIX.length()))
                .filter(BootstrapRequest::isNodeName);
    }

    private static Optional<String> single(List<String> names) {
        return names.size() == 1 ? Optional.of(names.getFirst()) : Optional.empty();
    }

    private static boolean isNodeName(String text) {
        try {
            return !new NodeName(text).value().isEmpty();
        } catch (MalformedInputException e) {
            return false;
        }
    }
}
