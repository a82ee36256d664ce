package dev.nodejoin.protocol.pki;

import dev.nodejoin.protocol.MalformedInputException;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Judges whether a SubjectPublicKeyInfo holds a key that exists and is of a permitted kind. */
final class PublicKeyShape {
    private static final Map<ASN1ObjectIdentifier, String> CURVES = Map.of(
            SECObjectIdentifiers.secp256r1, "P-256",
            SECObjectIdentifiers.secp384r1, "P-384",
            SECObjectIdentifiers.secp521r1, "P-521");
    private static final byte UNCOMPRESSED = 4;

    private PublicKeyShape() {}

    /** The kind of key, or {@link MalformedInputException} saying what is wrong with it. */
    static String describe(Der der) {
        try {
            var info = SubjectPublicKeyInfo.getInstance(der.bytes());
            if (!der.isEncoded(info.getEncoded(ASN1Encoding.DER))) {
                throw malformed("it is not in distinguished encoding");
            }
            return describe(info);
        } catch (MalformedInputException e) {
            throw e;
        } catch (IOException | RuntimeException e) { // BouncyCastle tells of strange ASN.1 by many runtime exceptions
            throw malformed("it is no SubjectPublicKeyInfo");
        }
    }

    private static String describe(SubjectPublicKeyInfo info) throws IOException {
        var algorithm = info.getAlgorithm().getAlgorithm();
        var parameters = Optional.ofNullable(info.getAlgorithm().getParameters());
        var key = octets(info.getPublicKeyData());
        if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            return ec(parameters, key);
        }
        if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            return rsa(parameters, key);
        }
        if (algorithm.equals(EdECObjectIdentifiers.id_Ed25519)) {
            return ed25519(parameters, key);
        }
        throw malformed("its algorithm is %s; expected EC, RSA or Ed25519".formatted(algorithm));
    }

    private static String ec(Optional<ASN1Encodable> parameters, byte[] point) {
        var curve = parameters
                .filter(CURVES::containsKey)
                .map(ASN1ObjectIdentifier::getInstance)
                .orElseThrow(() -> malformed("its curve is not P-256, P-384 or P-521 by name"));
        if (point.length == 0 || point[0] != UNCOMPRESSED) {
            throw malformed("its point is not in uncompressed form");
        }
        try {
            // Refuses a point that is not on the curve.
            CustomNamedCurves.getByOID(curve).getCurve().decodePoint(point);
        } catch (RuntimeException e) {
            throw malformed("its point is not on the curve");
        }
        return "EC " + CURVES.get(curve);
    }

    private static String rsa(Optional<ASN1Encodable> parameters, byte[] encoded) throws IOException {
        if (!parameters.equals(Optional.of(DERNull.INSTANCE))) {
            throw malformed("its RSA parameters are not NULL");
        }
        var key = RSAPublicKey.getInstance(Der.of(encoded).bytes());
        if (!Der.of(encoded).isEncoded(key.getEncoded(ASN1Encoding.DER))) {
            throw malformed("it is not in distinguished encoding");
        }
        int bits = key.getModulus().bitLength();
        if (key.getModulus().signum() <= 0
                || bits < 2048
                || bits > 8192
                || !key.getModulus().testBit(0)) {
            throw malformed("its RSA modulus is not an odd number of 2048 to 8192 bits");
        }
        if (!isExponent(key.getPublicExponent())) {
            throw malformed("its RSA exponent is not an odd number from 3 to 2^31-1");
        }
        return "RSA " + bits;
    }

    private static boolean isExponent(BigInteger exponent) {
        return exponent.compareTo(BigInteger.TWO) > 0 && exponent.bitLength() <= 31 && exponent.testBit(0);
    }

    private static String ed25519(Optional<ASN1Encodable> parameters, byte[] key) {
        if (parameters.isPresent() || key.length != Ed25519.PUBLIC_KEY_SIZE) {
            throw malformed("it is no Ed25519 key of 32 bytes without parameters");
        }
        if (!Ed25519.validatePublicKeyFull(key, 0)) {
            throw malformed("its point is not on the curve");
        }
        return "Ed25519";
    }

    private static byte[] octets(ASN1BitString bits) {
        if (bits.getPadBits() != 0) {
            throw malformed("its bits are not whole bytes");
        }
        return bits.getOctets();
    }

    private static MalformedInputException malformed(String complaint) {
        return new MalformedInputException("the public key can't be used: " + complaint);
    }
}
