package dev.nodejoin.protocol.pki;

import dev.nodejoin.protocol.MalformedInputException;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.jspecify.annotations.Nullable;

/** The curve P-256 and the encodings of its keys. A private key is its scalar here. */
final class P256 {
    static final ASN1ObjectIdentifier OID = SECObjectIdentifiers.secp256r1;
    static final ECDomainParameters DOMAIN =
            new ECNamedDomainParameters(OID, CustomNamedCurves.getByOID(SECObjectIdentifiers.secp256r1));

    private static final AlgorithmIdentifier ALGORITHM =
            new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, OID);

    private P256() {}

    static BigInteger fromSec1(Der der) {
        try {
            return scalar(ECPrivateKey.getInstance(der.bytes()), null);
        } catch (RuntimeException e) { // BouncyCastle tells of strange ASN.1 by many runtime exceptions
            throw malformed(e);
        }
    }

    static BigInteger fromPkcs8(Der der) {
        try {
            var info = PrivateKeyInfo.getInstance(der.bytes());
            if (!info.getPrivateKeyAlgorithm().getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)) {
                throw new MalformedInputException("the private key is not an EC key; expected one on P-256");
            }
            var key = ECPrivateKey.getInstance(info.parsePrivateKey());
            return scalar(key, info.getPrivateKeyAlgorithm().getParameters());
        } catch (IOException | RuntimeException e) { // as above
            throw malformed(e);
        }
    }

    static byte[] toSec1(BigInteger scalar) {
        return encoded(sec1(scalar));
    }

    static PublicKeyInfo publicKeyInfo(BigInteger scalar) {
        return PublicKeyInfo.fromDer(encoded(new SubjectPublicKeyInfo(ALGORITHM, point(scalar))));
    }

    static KeyPair keyPair(BigInteger scalar) {
        try {
            var factory = KeyFactory.getInstance("EC");
            var pkcs8 = encoded(new PrivateKeyInfo(ALGORITHM, sec1(scalar)));
            return new KeyPair(
                    factory.generatePublic(
                            new X509EncodedKeySpec(publicKeyInfo(scalar).der())),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java runtime has no elliptic curve P-256", e);
        }
    }

    private static BigInteger scalar(ECPrivateKey key, @Nullable ASN1Encodable outerCurve) {
        var innerCurve = key.getParametersObject();
        if (!OID.equals(innerCurve == null ? outerCurve : innerCurve)
                || (outerCurve != null && !OID.equals(outerCurve))) {
            throw new MalformedInputException("the private key is not on the curve P-256 by name");
        }
        var scalar = key.getKey();
        if (scalar.signum() <= 0 || scalar.compareTo(DOMAIN.getN()) >= 0) {
            throw new MalformedInputException("the private key is not a number of the curve P-256");
        }
        var claimed = key.getPublicKey();
        if (claimed != null && !Arrays.equals(claimed.getOctets(), point(scalar))) {
            throw new MalformedInputException("the private key does not belong to the public key beside it");
        }
        return scalar;
    }

    private static ECPrivateKey sec1(BigInteger scalar) {
        return new ECPrivateKey(DOMAIN.getN().bitLength(), scalar, new DERBitString(point(scalar)), OID);
    }

    private static byte[] point(BigInteger scalar) {
        return new FixedPointCombMultiplier()
                .multiply(DOMAIN.getG(), scalar)
                .normalize()
                .getEncoded(false);
    }

    private static byte[] encoded(ASN1Object value) {
        try {
            return value.getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new IllegalStateException("encoding to memory can't fail", e);
        }
    }

    private static MalformedInputException malformed(Exception e) {
        return e instanceof MalformedInputException known
                ? known
                : new MalformedInputException("the private key is neither SEC 1 nor PKCS#8");
    }
}
