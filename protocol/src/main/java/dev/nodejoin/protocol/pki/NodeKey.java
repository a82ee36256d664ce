package dev.nodejoin.protocol.pki;

import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.NodeName;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;

/**
 * A node's private key as the kubelet makes it: EC on P-256. It can't print itself; {@link #toPem()} is for the one file
 * that holds it.
 */
public final class NodeKey {
    public static final int MAX_PEM_CHARACTERS = 16_384;
    static final String SEC1_TYPE = "EC PRIVATE KEY";
    static final String PKCS8_TYPE = "PRIVATE KEY";

    private final BigInteger scalar;
    private final PublicKeyInfo publicKeyInfo;
    private final KeyPair keyPair;

    NodeKey(BigInteger scalar) {
        this.scalar = scalar;
        this.publicKeyInfo = P256.publicKeyInfo(scalar);
        this.keyPair = P256.keyPair(scalar);
    }

    public static NodeKey generate(SecureRandom random) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return new NodeKey(((ECPrivateKey) generator.generateKeyPair().getPrivate()).getS());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no elliptic curve P-256", e);
        }
    }

    /** Reads exactly one block: EC PRIVATE KEY (SEC 1, RFC 5915) or PRIVATE KEY (PKCS#8), on P-256. */
    public static NodeKey parse(String pem) {
        if (pem.length() > MAX_PEM_CHARACTERS) {
            throw new MalformedInputException("a private key has at most %d characters".formatted(MAX_PEM_CHARACTERS));
        }
        return of(Pem.single(pem));
    }

    static NodeKey of(Pem.Block block) {
        return switch (block.type()) {
            case SEC1_TYPE -> new NodeKey(P256.fromSec1(block.der()));
            case PKCS8_TYPE -> new NodeKey(P256.fromPkcs8(block.der()));
            default ->
                throw new MalformedInputException("there is a PEM block of type %s where %s or %s is expected"
                        .formatted(block.type(), SEC1_TYPE, PKCS8_TYPE));
        };
    }

    /** The key as the kubelet writes it: one EC PRIVATE KEY block. */
    public String toPem() {
        return Pem.encode(SEC1_TYPE, P256.toSec1(scalar));
    }

    public PublicKeyInfo publicKeyInfo() {
        return publicKeyInfo;
    }

    public KeyPair keyPair() {
        return keyPair;
    }

    public PrivateKey privateKey() {
        return keyPair.getPrivate();
    }

    public boolean matches(X509Certificate certificate) {
        return CaPin.of(certificate).toString().equals(publicKeyInfo.sha256());
    }

    /**
     * The kubelet's request for its client certificate: O=system:nodes, CN=system:node:&lt;name&gt;, nothing else, signed
     * with ECDSA and SHA-256. The signature is deterministic (RFC 6979), so the same key and name give the same bytes.
     */
    public String certificateRequestPem(String nodeName) {
        return NodeCertificateRequest.pem(new NodeName(nodeName), scalar, publicKeyInfo);
    }

    @Override
    public String toString() {
        return "NodeKey[" + publicKeyInfo + ", private part hidden]";
    }
}
