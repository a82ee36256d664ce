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
    public static final int MAX_CHARACTERS = 131_072;
    private static final int MAX_BLOCKS = 16;

    /** Throws {@link MalformedInputException} unless the first certificate carries the key's public part. */
    public KubeletCertificatePair {
        if (!key.matches(certificates.certificates().getFirst())) {
            throw new MalformedInputException("the certificate does not belong to the private key");
        }
    }

    /** Reads certificate blocks and then one key block. */
    public static KubeletCertificatePair parse(String pem) {
        if (pem.length() > MAX_CHARACTERS) {
            throw new MalformedInputException(
                    "a certificate and key have at most %d characters".formatted(MAX_CHARACTERS));
        }
        var blocks = new ArrayList<>(Pem.all(pem, MAX_BLOCKS));
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
        return leaf().getSerialNumber();
    }

    public Instant notBefore() {
        return leaf().getNotBefore().toInstant();
    }

    public Instant notAfter() {
        return leaf().getNotAfter().toInstant();
    }

    /** The subject in RFC 2253 form, most specific first: {@code CN=system:node:worker-1,O=system:nodes}. */
    public String subject() {
        return leaf().getSubjectX500Principal().getName();
    }

    /** Whether this is the client certificate of that very node, and of nothing besides. */
    public boolean isOf(String nodeName) {
        return subject().equals("CN=system:node:" + nodeName + ",O=system:nodes");
    }

    @Override
    public String toString() {
        return "KubeletCertificatePair[" + subject() + ", serial " + serial() + ", private key hidden]";
    }

    private X509Certificate leaf() {
        return certificates.certificates().getFirst();
    }

    private static List<X509Certificate> certificates(List<Pem.Block> blocks) {
        return blocks.stream()
                .map(block -> CertificateBundle.certificate(block.expect(CertificateBundle.PEM_TYPE)))
                .toList();
    }
}
