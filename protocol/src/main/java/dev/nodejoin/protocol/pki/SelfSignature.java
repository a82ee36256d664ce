package dev.nodejoin.protocol.pki;

import dev.nodejoin.protocol.MalformedInputException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Map;
import java.util.Objects;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;

/** The proof in a request that who asks holds the private key. */
final class SelfSignature {
    private static final Map<ASN1ObjectIdentifier, Algorithm> ALGORITHMS = Map.of(
            X9ObjectIdentifiers.ecdsa_with_SHA256, new Algorithm("ECDSA-SHA256", "EC", "SHA256withECDSA", null),
            X9ObjectIdentifiers.ecdsa_with_SHA384, new Algorithm("ECDSA-SHA384", "EC", "SHA384withECDSA", null),
            X9ObjectIdentifiers.ecdsa_with_SHA512, new Algorithm("ECDSA-SHA512", "EC", "SHA512withECDSA", null),
            PKCSObjectIdentifiers.sha256WithRSAEncryption,
                    new Algorithm("RSA-SHA256", "RSA", "SHA256withRSA", DERNull.INSTANCE),
            PKCSObjectIdentifiers.sha384WithRSAEncryption,
                    new Algorithm("RSA-SHA384", "RSA", "SHA384withRSA", DERNull.INSTANCE),
            PKCSObjectIdentifiers.sha512WithRSAEncryption,
                    new Algorithm("RSA-SHA512", "RSA", "SHA512withRSA", DERNull.INSTANCE),
            EdECObjectIdentifiers.id_Ed25519, new Algorithm("Ed25519", "Ed25519", "Ed25519", null));

    private SelfSignature() {}

    /** A signature algorithm: its name for people, the JDK's names, and the parameters it must have. */
    private record Algorithm(
            String name,
            String keyAlgorithm,
            String signatureAlgorithm,
            @Nullable ASN1Encodable parameters) {
        boolean verifies(PublicKeyInfo key, byte[] signed, byte[] signature) throws GeneralSecurityException {
            var verifier = Signature.getInstance(signatureAlgorithm);
            verifier.initVerify(publicKey(key));
            verifier.update(signed);
            return verifier.verify(signature);
        }

        private PublicKey publicKey(PublicKeyInfo key) throws GeneralSecurityException {
            return KeyFactory.getInstance(keyAlgorithm).generatePublic(new X509EncodedKeySpec(key.der()));
        }
    }

    /** The name of the algorithm, if the signature is good. */
    static String verify(CertificationRequest request, PublicKeyInfo key) throws IOException {
        var algorithm = algorithm(request.getSignatureAlgorithm());
        var signed = request.getCertificationRequestInfo().getEncoded(ASN1Encoding.DER);
        try {
            if (algorithm.verifies(key, signed, request.getSignature().getOctets())) {
                return algorithm.name();
            }
        } catch (GeneralSecurityException e) {
            throw new MalformedInputException(
                    "its signature can't be checked: a key of kind %s can't have made a signature of kind %s, or it is garbled"
                            .formatted(key.algorithm(), algorithm.name()));
        }
        throw new MalformedInputException("its signature was not made by its own key");
    }

    private static Algorithm algorithm(AlgorithmIdentifier identifier) {
        var algorithm = ALGORITHMS.get(identifier.getAlgorithm());
        if (algorithm == null || !Objects.equals(algorithm.parameters(), identifier.getParameters())) {
            throw new MalformedInputException(
                    "its signature algorithm is %s; expected ECDSA or RSA (PKCS#1) with SHA-256, SHA-384 or SHA-512, or Ed25519"
                            .formatted(identifier.getAlgorithm()));
        }
        return algorithm;
    }
}
