package dev.nodejoin.agent;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nodejoin.testcluster.Machine;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequest;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** Whoever holds the cluster's CA key, outside of the cluster: signs a request and writes the certificate into its status. */
record ExternalSigner(Machine controlPlane) {
    void sign(CertificateSigningRequest request, KubernetesClient client) {
        try {
            var content = new PKCS10CertificationRequest(der(request));
            var encoded =
                    Base64.getEncoder().encodeToString(pem(certificate(content)).getBytes(US_ASCII));
            client.certificates()
                    .v1()
                    .certificateSigningRequests()
                    .withName(request.getMetadata().getName())
                    .editStatus(current -> {
                        current.getStatus().setCertificate(encoded);
                        return current;
                    });
        } catch (IOException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] der(CertificateSigningRequest request) throws IOException {
        var pem = new String(Base64.getDecoder().decode(request.getSpec().getRequest()), US_ASCII);
        return ((PKCS10CertificationRequest) parsed(pem)).getEncoded();
    }

    private X509CertificateHolder certificate(PKCS10CertificationRequest request)
            throws IOException, OperatorCreationException {
        var authority = (X509CertificateHolder) parsed(text("ca.crt"));
        var now = Instant.now();
        var builder = new X509v3CertificateBuilder(
                authority.getSubject(),
                BigInteger.valueOf(now.toEpochMilli()),
                Date.from(now.minus(Duration.ofMinutes(5))),
                Date.from(now.plus(Duration.ofDays(1))),
                request.getSubject(),
                request.getSubjectPublicKeyInfo());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
        return builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(key()));
    }

    private PrivateKey key() throws IOException {
        return new JcaPEMKeyConverter().getPrivateKey(((PEMKeyPair) parsed(text("ca.key"))).getPrivateKeyInfo());
    }

    private String text(String name) {
        return new String(controlPlane.read("/etc/kubernetes/pki/" + name), UTF_8);
    }

    private static Object parsed(String pem) throws IOException {
        try (var parser = new PEMParser(new StringReader(pem))) {
            return parser.readObject();
        }
    }

    private static String pem(X509CertificateHolder certificate) throws IOException {
        var text = new java.io.StringWriter();
        try (var writer = new PemWriter(text)) {
            writer.writeObject(new PemObject("CERTIFICATE", certificate.getEncoded()));
        }
        return text.toString();
    }
}
