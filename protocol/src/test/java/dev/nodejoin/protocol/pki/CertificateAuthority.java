package dev.nodejoin.protocol.pki;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/** A certificate authority for tests: RSA 2048, self-signed for ten years, as kubeadm makes one. */
public final class CertificateAuthority {
    public static final Instant BORN = Instant.parse("2026-01-01T00:00:00Z");

    private final X500Name name;
    private final KeyPair key;
    private final X509Certificate certificate;

    private CertificateAuthority(String commonName) {
        this.name = new X500Name("CN=" + commonName);
        this.key = newKey();
        this.certificate = issue(name, key.getPublic().getEncoded(), BORN, Duration.ofDays(3650), true);
    }

    public static CertificateAuthority named(String commonName) {
        return new CertificateAuthority(commonName);
    }

    public X509Certificate certificate() {
        return certificate;
    }

    public String pem() {
        return CertificateBundle.toPem(certificate);
    }

    /** Signs whatever the request's subject and key are, without looking. */
    public X509Certificate sign(String requestPem, Instant notBefore, Duration lifetime) {
        var request = parse(requestPem);
        return issue(request.getSubject(), encoded(request.getSubjectPublicKeyInfo()), notBefore, lifetime, false);
    }

    /** A certificate with that subject for that key. */
    public X509Certificate sign(String subject, PublicKeyInfo publicKey, Instant notBefore, Duration lifetime) {
        return issue(new X500Name(subject), publicKey.der(), notBefore, lifetime, false);
    }

    private X509Certificate issue(X500Name subject, byte[] spki, Instant notBefore, Duration lifetime, boolean isCa) {
        try {
            var builder = new X509v3CertificateBuilder(
                    name,
                    BigInteger.valueOf(isCa ? 1 : 4711),
                    Date.from(notBefore),
                    Date.from(notBefore.plus(lifetime)),
                    subject,
                    SubjectPublicKeyInfo.getInstance(spki));
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isCa));
            var signed = builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(key.getPrivate()));
            return CertificateBundle.certificate(Der.of(signed.getEncoded()));
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PKCS10CertificationRequest parse(String pem) {
        try (var parser = new PEMParser(new StringReader(pem))) {
            return (PKCS10CertificationRequest) parser.readObject();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] encoded(SubjectPublicKeyInfo info) {
        try {
            return info.getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair newKey() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
