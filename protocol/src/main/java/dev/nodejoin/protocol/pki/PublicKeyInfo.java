package dev.nodejoin.protocol.pki;

import dev.nodejoin.protocol.MalformedInputException;
import java.security.PublicKey;
import org.jspecify.annotations.Nullable;

/**
 * A public key as certificates carry it: the DER of a SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7). Two are equal
 * when their bytes are. Only keys that a node may have can be made: EC on P-256, P-384 or P-521, RSA of 2048 to 8192
 * bits, Ed25519, each well-formed and spelled in the one way that Go's crypto/x509 spells it.
 */
public final class PublicKeyInfo {
    public static final int MAX_PEM_CHARACTERS = 16_384;
    private static final String PEM_TYPE = "PUBLIC KEY";

    private final Der der;
    private final String algorithm;

    private PublicKeyInfo(Der der) {
        this.der = der;
        this.algorithm = PublicKeyShape.describe(der);
    }

    /** Reads exactly one PUBLIC KEY block; throws {@link MalformedInputException} for anything more, less or else. */
    public static PublicKeyInfo fromPem(String pem) {
        if (pem.length() > MAX_PEM_CHARACTERS) {
            throw new MalformedInputException("a public key has at most %d characters".formatted(MAX_PEM_CHARACTERS));
        }
        return new PublicKeyInfo(Pem.single(pem).expect(PEM_TYPE));
    }

    public static PublicKeyInfo of(PublicKey key) {
        var encoded = key.getEncoded();
        if (encoded == null) {
            throw new MalformedInputException("the key has no encoding, so it can't be compared with others");
        }
        return fromDer(encoded);
    }

    static PublicKeyInfo fromDer(byte[] der) {
        return new PublicKeyInfo(Der.of(der));
    }

    public byte[] der() {
        return der.bytes();
    }

    public String toPem() {
        return Pem.encode(PEM_TYPE, der.bytes());
    }

    /** The hash of the key in kubeadm's pin form, {@code sha256:<64 hex>}: RFC 7469's pin, in hex instead of base64. */
    public String sha256() {
        return "sha256:" + der.sha256();
    }

    /** The kind of key for people: {@code EC P-256}, {@code RSA 3072}, {@code Ed25519}. */
    public String algorithm() {
        return algorithm;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PublicKeyInfo that && der.equals(that.der);
    }

    @Override
    public int hashCode() {
        return der.hashCode();
    }

    @Override
    public String toString() {
        return algorithm + " " + sha256();
    }
}
