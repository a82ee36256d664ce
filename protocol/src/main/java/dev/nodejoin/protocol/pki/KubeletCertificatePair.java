package dev.nodejoin.protocol.pki;

import dev.nodejoin.protocol.MalformedInputException;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code kubelet-client-current.pem} holds: the client certificate, perhaps followed by its chain, then the private
 * key, all PEM. The certificate belongs to the key.
 */
public record KubeletCertificatePair(CertificateBundle certificates, NodeKey key) {
    /** Throws {@link MalformedInputException} unless the first certificate carries the key's public part. */
    public KubeletCertificatePair {
        if (!key.matches(certificates.leaf())) {
            throw new MalformedInputException("the certificate does not belong to the private key");
        }
    }

    /** Reads certificate blocks and then one key block. */
    public static KubeletCertificatePair parse(String pem) {
        var blocks = new ArrayList<>(Pem.certificatesAndKey(pem));
        if (blocks.isEmpty()) {
            throw new MalformedInputException("there is no PEM block; expected certificates and then a private key");
        }
        var key = NodeKey.of(blocks.removeLast());
        return new KubeletCertificatePair(new CertificateBundle(certificates(blocks)), key);
    }

    public String toPem() {
        return certificates.toPem() + key.toPem();
    }

    /** The same for whoever does not mind what kind of key it is. */
    public ClientIdentity identity() {
        return new ClientIdentity(certificates, key.privateKey());
    }

    public BigInteger serial() {
        return certificates.leaf().getSerialNumber();
    }

    public Instant notBefore() {
        return certificates.notBefore();
    }

    public Instant notAfter() {
        return certificates.notAfter();
    }

    /** {@link CertificateBundle#subject}. */
    public String subject() {
        return certificates.subject();
    }

    /** Whether this is the client certificate of that very node, and of nothing besides. */
    public boolean isOfNodeAlone(String nodeName) {
        return subject().equals("CN=system:node:" + nodeName + ",O=system:nodes");
    }

    @Override
    public String toString() {
        return "KubeletCertificatePair[" + subject() + ", serial " + serial() + ", private key hidden]";
    }

    private static List<X509Certificate> certificates(List<Pem.Block> blocks) {
        return blocks.stream()
                .map(block -> CertificateBundle.certificate(block.expect(CertificateBundle.PEM_TYPE)))
                .toList();
    }
}
