package dev.nodejoin.agent.plan;

import dev.nodejoin.protocol.pki.CertificateBundle;
import dev.nodejoin.protocol.pki.KubeletCertificatePair;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether a certificate serves a kubelet as its identity in the cluster. */
public sealed interface ClientCertificate {
    /** Current, of that node and nothing besides, and issued by a CA of the ticket. */
    record Usable() implements ClientCertificate {}

    /** Current and issued by a CA of the ticket, but for someone else. */
    record OfAnother(String subject) implements ClientCertificate {}

    record Unusable(String why) implements ClientCertificate {}

    static ClientCertificate judge(
            KubeletCertificatePair pair, String nodeName, CertificateBundle authorities, Instant now) {
        var chain = chainProblem(pair, authorities, now);
        if (!chain.isEmpty()) {
            return new Unusable(chain);
        }
        return pair.isOfNodeAlone(nodeName) ? new Usable() : new OfAnother(PlainText.of(pair.subject()));
    }

    private static String chainProblem(KubeletCertificatePair pair, CertificateBundle authorities, Instant now) {
        try {
            var path = CertificateFactory.getInstance("X.509")
                    .generateCertPath(List.copyOf(pair.certificates().certificates()));
            CertPathValidator.getInstance("PKIX").validate(path, parameters(authorities, now));
            return "";
        } catch (CertPathValidatorException e) {
            return switch (e.getReason()) {
                case BasicReason.EXPIRED -> "it expired at " + pair.notAfter();
                case BasicReason.NOT_YET_VALID -> "it is not valid before " + pair.notBefore();
                default -> "no CA certificate of this cluster issued it";
            };
        } catch (GeneralSecurityException e) {
            return "it can't be verified";
        }
    }

    private static PKIXParameters parameters(CertificateBundle authorities, Instant now)
            throws GeneralSecurityException {
        Set<TrustAnchor> anchors = authorities.certificates().stream()
                .map(certificate -> new TrustAnchor(certificate, null))
                .collect(Collectors.toSet());
        var parameters = new PKIXParameters(anchors);
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(now));
        return parameters;
    }
}
