package dev.nodejoin.agent.compare;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** What a PEM file says, without keys, serial numbers and dates. */
final class PemText {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN (?<type>[A-Z0-9 ]+)-----(?<body>[^-]+)-----END \\k<type>-----");
    private static final List<String> KEY_USAGES = List.of(
            "digitalSignature",
            "nonRepudiation",
            "keyEncipherment",
            "dataEncipherment",
            "keyAgreement",
            "keyCertSign",
            "cRLSign",
            "encipherOnly",
            "decipherOnly");

    private PemText() {}

    /** One line for each block. */
    static List<String> describe(String pem) {
        return BLOCK.matcher(pem)
                .results()
                .map(block -> describe(block.group("type"), block.group("body")))
                .toList();
    }

    private static String describe(String type, String body) {
        if (!type.equals("CERTIFICATE")) {
            return type;
        }
        try {
            var der = Base64.getMimeDecoder().decode(body);
            return describe((X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der)));
        } catch (CertificateException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String describe(X509Certificate certificate) throws CertificateException {
        return "CERTIFICATE subject %s, issuer %s, key %s, signature %s, usage %s, extended usage %s, names %s, CA %s, good for %s"
                .formatted(
                        certificate.getSubjectX500Principal().getName(),
                        issuer(certificate),
                        certificate.getPublicKey().getAlgorithm(),
                        certificate.getSigAlgName(),
                        usages(certificate.getKeyUsage()),
                        certificate.getExtendedKeyUsage(),
                        certificate.getSubjectAlternativeNames(),
                        certificate.getBasicConstraints() >= 0,
                        validity(certificate));
    }

    /** A kubelet's own serving CA is named after the time. */
    private static String issuer(X509Certificate certificate) {
        return certificate.getIssuerX500Principal().getName().replaceAll("-ca@\\d+", "-ca@TIME");
    }

    private static List<String> usages(boolean[] usages) {
        return usages == null
                ? List.of()
                : IntStream.range(0, Math.min(usages.length, KEY_USAGES.size()))
                        .filter(bit -> usages[bit])
                        .mapToObj(KEY_USAGES::get)
                        .toList();
    }

    /** To the minute: signers round. */
    private static Duration validity(X509Certificate certificate) {
        var span = Duration.between(
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant());
        return Duration.ofMinutes((span.toSeconds() + 30) / 60);
    }
}
