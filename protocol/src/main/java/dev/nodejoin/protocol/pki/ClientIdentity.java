package dev.nodejoin.protocol.pki;

import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.NodeName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * A client certificate, perhaps with its chain, and its private key of any kind that Kubernetes' tools make: RSA, EC or
 * Ed25519. It can't print its key.
 *
 * @param key belongs to the first certificate
 */
public record ClientIdentity(CertificateBundle certificates, PrivateKey key) {
    private static final String PKCS8 = "PRIVATE KEY";
    private static final String NODES = "system:nodes";
    private static final byte[] PROBE = "does the key belong to the certificate".getBytes(StandardCharsets.US_ASCII);

    /** Throws {@link MalformedInputException} for a key of another certificate. */
    public ClientIdentity {
        if (!belongs(key, certificates.leaf())) {
            throw foreign();
        }
    }

    /**
     * Reads what a kubeconfig has in its two fields or the two files that it names, which may be one and the same.
     *
     * @param certificatePem certificates; blocks of other kinds are read over
     * @param keyPem one private key (SEC 1, PKCS#1 or PKCS#8); blocks of other kinds are read over
     */
    public static ClientIdentity parse(String certificatePem, String keyPem) {
        var certificates = new CertificateBundle(Pem.certificatesAndKey(certificatePem).stream()
                .filter(block -> block.type().equals(CertificateBundle.PEM_TYPE))
                .map(block -> CertificateBundle.certificate(block.der()))
                .toList());
        var key = Pem.certificatesAndKey(keyPem).stream()
                .filter(block -> block.type().endsWith(PKCS8))
                .findFirst()
                .orElseThrow(() -> new MalformedInputException("there is no private key"));
        return new ClientIdentity(certificates, privateKey(key, certificates.leaf()));
    }

    /** The older encodings do not say what kind of key they hold; the certificate does. */
    private static PrivateKey privateKey(Pem.Block block, X509Certificate certificate) {
        var publicKey = certificate.getPublicKey();
        try {
            var algorithm =
                    SubjectPublicKeyInfo.getInstance(publicKey.getEncoded()).getAlgorithm();
            var content = block.der().bytes();
            var pkcs8 = block.type().equals(PKCS8)
                    ? content
                    : new PrivateKeyInfo(algorithm, ASN1Primitive.fromByteArray(content)).getEncoded();
            return KeyFactory.getInstance(publicKey.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException | IOException | RuntimeException e) { // strange ASN.1 shows in many ways
            throw foreign();
        }
    }

    private static boolean belongs(PrivateKey key, X509Certificate certificate) {
        try {
            var signature = Signature.getInstance(
                    switch (certificate.getPublicKey().getAlgorithm()) {
                        case "RSA" -> "SHA256withRSA";
                        case "EC" -> "SHA256withECDSA";
                        default -> certificate.getPublicKey().getAlgorithm();
                    });
            signature.initSign(key);
            signature.update(PROBE);
            var signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static MalformedInputException foreign() {
        return new MalformedInputException("the private key can't be read or does not belong to the certificate");
    }

    /** Whether the API server takes whoever has it for that node's kubelet: by its common name and one of its organizations. */
    public boolean isTakenForNode(String nodeName) {
        var name = X500Name.getInstance(
                certificates.leaf().getSubjectX500Principal().getEncoded());
        return values(name, BCStyle.CN).equals(List.of(new NodeName(nodeName).userName()))
                && values(name, BCStyle.O).contains(NODES);
    }

    private static List<String> values(X500Name name, ASN1ObjectIdentifier attribute) {
        return Arrays.stream(name.getRDNs())
                .flatMap(part -> Arrays.stream(part.getTypesAndValues()))
                .filter(pair -> pair.getType().equals(attribute))
                .map(pair -> IETFUtils.valueToString(pair.getValue()))
                .toList();
    }

    /** {@link CertificateBundle#subject}. */
    public String subject() {
        return certificates.subject();
    }

    public Instant notBefore() {
        return certificates.notBefore();
    }

    public Instant notAfter() {
        return certificates.notAfter();
    }

    @Override
    public String toString() {
        return "ClientIdentity[" + subject() + ", private key hidden]";
    }
}
