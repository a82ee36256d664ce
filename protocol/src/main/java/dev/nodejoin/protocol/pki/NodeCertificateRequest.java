package dev.nodejoin.protocol.pki;

import dev.nodejoin.protocol.NodeName;
import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.pkcs.CertificationRequestInfo;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

/** Writes the request that a kubelet makes for its first client certificate, as Go's crypto/x509 writes it. */
final class NodeCertificateRequest {
    private NodeCertificateRequest() {}

    static String pem(NodeName name, BigInteger scalar, PublicKeyInfo key) {
        try {
            var info = new CertificationRequestInfo(
                    subject(name), SubjectPublicKeyInfo.getInstance(key.der()), new DERSet());
            var request = new CertificationRequest(
                    info,
                    new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256),
                    new DERBitString(signature(scalar, info.getEncoded(ASN1Encoding.DER))));
            return Pem.encode(CertificateRequest.PEM_TYPE, request.getEncoded(ASN1Encoding.DER));
        } catch (IOException e) {
            throw new IllegalStateException("encoding to memory can't fail", e);
        }
    }

    private static X500Name subject(NodeName name) {
        return new X500Name(new RDN[] {rdn(BCStyle.O, "system:nodes"), rdn(BCStyle.CN, name.userName())});
    }

    private static RDN rdn(ASN1ObjectIdentifier type, String text) {
        return new RDN(type, new DERPrintableString(text));
    }

    private static byte[] signature(BigInteger scalar, byte[] signed) throws IOException {
        var signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, new ECPrivateKeyParameters(scalar, P256.DOMAIN));
        var pair = signer.generateSignature(sha256(signed));
        return StandardDSAEncoding.INSTANCE.encode(P256.DOMAIN.getN(), pair[0], pair[1]);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
