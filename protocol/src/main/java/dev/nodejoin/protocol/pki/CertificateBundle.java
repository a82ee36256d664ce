package dev.nodejoin.protocol.pki;

import static java.util.stream.Collectors.joining;

import dev.nodejoin.protocol.MalformedInputException;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** One or more certificates, as {@code ca.crt} holds them: more than one while a CA is being replaced. */
public record CertificateBundle(List<X509Certificate> certificates) {
    public static final int MAX_CERTIFICATES = 64;
    public static final int MAX_BYTES = 262_144;
    static final String PEM_TYPE = "CERTIFICATE";

    /** Throws {@link MalformedInputException} for no certificates at all and for more than 64. */
    public CertificateBundle {
        certificates = List.copyOf(certificates);
        if (certificates.isEmpty() || certificates.size() > MAX_CERTIFICATES) {
            throw new MalformedInputException("a certificate bundle holds 1 to %d certificates, this one holds %d"
                    .formatted(MAX_CERTIFICATES, certificates.size()));
        }
    }

    /** Reads CERTIFICATE blocks with or without comments between them; every other kind of block is refused. */
    public static CertificateBundle parse(String pem) {
        if (pem.length() > MAX_BYTES) {
            throw new MalformedInputException("a certificate bundle has at most %d bytes".formatted(MAX_BYTES));
        }
        return new CertificateBundle(Pem.all(pem, MAX_CERTIFICATES).stream()
                .map(block -> certificate(block.expect(PEM_TYPE)))
                .toList());
    }

    public static CertificateBundle parse(byte[] pem) {
        return parse(Pem.text(pem, MAX_BYTES));
    }

    /** The certificates alone, one block after the other, comments dropped. */
    public String toPem() {
        return certificates.stream().map(CertificateBundle::toPem).collect(joining());
    }

    /** The first certificate: of a bundle with its chain, the one that the chain is for. */
    public X509Certificate leaf() {
        return certificates.getFirst();
    }

    /**
     * The subject of the first certificate in RFC 2253 form, most specific first: {@code
     * CN=system:node:worker-1,O=system:nodes}.
     */
    public String subject() {
        return leaf().getSubjectX500Principal().getName();
    }

    public Instant notBefore() {
        return leaf().getNotBefore().toInstant();
    }

    public Instant notAfter() {
        return leaf().getNotAfter().toInstant();
    }

    /** The pin of each certificate's key, in the bundle's order. */
    public List<CaPin> pins() {
        return certificates.stream().map(CaPin::of).toList();
    }

    static String toPem(X509Certificate certificate) {
        try {
            return Pem.encode(PEM_TYPE, certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new MalformedInputException("a certificate can't be encoded");
        }
    }

    static X509Certificate certificate(Der der) {
        try {
            var factory = CertificateFactory.getInstance("X.509");
            return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der.bytes()));
        } catch (CertificateException | RuntimeException e) { // the JDK's parser lets some of both escape
            throw new MalformedInputException("a PEM block of type CERTIFICATE holds no X.509 certificate");
        }
    }
}
