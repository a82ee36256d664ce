package dev.nodejoin.policy.certificate;

import dev.nodejoin.protocol.pki.CertificateRequest;
import dev.nodejoin.protocol.pki.NameAttribute;
import dev.nodejoin.protocol.pki.RelativeName;
import java.util.List;
import java.util.Optional;

/** The subject of a node's certificates: exactly {@code O=system:nodes, CN=system:node:<name>}, in either order. */
final class NodeSubject {
    /** The group of all nodes. */
    static final String GROUP = "system:nodes";

    private static final String USER_PREFIX = "system:node:";

    private NodeSubject() {}

    static String user(String nodeName) {
        return USER_PREFIX + nodeName;
    }

    /** Empty if the subject is that of the node. */
    static Optional<Refusal> refusal(CertificateRequest request, String nodeName) {
        if (isOf(request, user(nodeName))) return Optional.empty();
        return Optional.of(new Refusal(
                Refusal.Reason.SUBJECT_MISMATCH,
                "subject is %s, promised is O=%s, CN=%s".formatted(request.subjectText(), GROUP, user(nodeName))));
    }

    private static boolean isOf(CertificateRequest request, String user) {
        return request.subject().size() == 2
                && request.subject().stream().noneMatch(RelativeName::isMultiValued)
                && request.organizations().equals(List.of(GROUP))
                && request.commonNames().equals(List.of(user))
                && request.subject().stream()
                        .flatMap(name -> name.attributes().stream())
                        .allMatch(NodeSubject::isPlainText);
    }

    /** What Go writes; other string types have been read differently by different parsers. */
    private static boolean isPlainText(NameAttribute attribute) {
        return attribute.stringType() == NameAttribute.StringType.UTF8
                || attribute.stringType() == NameAttribute.StringType.PRINTABLE;
    }
}
