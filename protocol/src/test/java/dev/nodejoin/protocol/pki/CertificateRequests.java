package dev.nodejoin.protocol.pki;

import dev.nodejoin.protocol.pki.CertificateRequest.Malformed;
import dev.nodejoin.protocol.pki.CertificateRequest.Parsed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * Builds certificate requests of every kind, honest and hostile, for tests. Begins empty with a P-256 key; {@link
 * #forNode} begins with what a kubelet asks for.
 */
public final class CertificateRequests {
    private final List<ASN1Encodable> subject = new ArrayList<>();
    private final List<GeneralName> alternativeNames = new ArrayList<>();
    private final List<Extension> extensions = new ArrayList<>();
    private final List<ASN1Encodable> rawExtensions = new ArrayList<>();
    private final List<Attribute> attributes = new ArrayList<>();
    private KeyPair key = SharedKeys.EC_P256;
    private PrivateKey signingKey = key.getPrivate();
    private int version;
    private boolean extensionRequestTwice;

    private CertificateRequests() {}

    public static CertificateRequests request() {
        return new CertificateRequests();
    }

    /** O=system:nodes and CN=system:node:&lt;name&gt;, as a kubelet writes them. */
    public static CertificateRequests forNode(String nodeName) {
        return request().organization("system:nodes").commonName("system:node:" + nodeName);
    }

    /** Reads what was built, or fails the test with the reason. */
    public CertificateRequest parsed() {
        return switch (CertificateRequest.parse(pem())) {
            case Parsed(var request) -> request;
            case Malformed(var reason) -> throw new AssertionError(reason);
        };
    }

    public CertificateRequests commonName(String name) {
        return rdn(BCStyle.CN.getId(), name);
    }

    public CertificateRequests organization(String name) {
        return rdn(BCStyle.O.getId(), name);
    }

    /** One more step of the subject, as PrintableString. */
    public CertificateRequests rdn(String oid, String value) {
        return rdn(oid, new DERPrintableString(value));
    }

    public CertificateRequests utf8Rdn(String oid, String value) {
        return rdn(oid, new DERUTF8String(value));
    }

    public CertificateRequests bmpRdn(String oid, String value) {
        return rdn(oid, new DERBMPString(value));
    }

    /** One step of the subject with two attributes. */
    public CertificateRequests multiValuedRdn(String oid, String value, String otherOid, String otherValue) {
        subject.add(new DERSet(new ASN1Encodable[] {
            attribute(oid, new DERPrintableString(value)), attribute(otherOid, new DERPrintableString(otherValue))
        }));
        return this;
    }

    public CertificateRequests dnsName(String name) {
        return alternativeName(new GeneralName(GeneralName.dNSName, name));
    }

    public CertificateRequests email(String address) {
        return alternativeName(new GeneralName(GeneralName.rfc822Name, address));
    }

    public CertificateRequests uri(String uri) {
        return alternativeName(new GeneralName(GeneralName.uniformResourceIdentifier, uri));
    }

    /** An address such as {@code 10.0.0.1} or {@code fd00::1}. */
    public CertificateRequests ipAddress(String address) {
        return alternativeName(new GeneralName(GeneralName.iPAddress, address));
    }

    public CertificateRequests rawIpAddress(byte[] address) {
        return alternativeName(new GeneralName(GeneralName.iPAddress, new DEROctetString(address)));
    }

    public CertificateRequests directoryName(String name) {
        return alternativeName(new GeneralName(new X500Name(name)));
    }

    public CertificateRequests registeredId(String oid) {
        return alternativeName(new GeneralName(GeneralName.registeredID, oid));
    }

    /** Such as a Microsoft user principal name, {@code 1.3.6.1.4.1.311.20.2.3}. */
    public CertificateRequests otherName(String oid, String value) {
        var name = new DERSequence(new ASN1Encodable[] {
            new ASN1ObjectIdentifier(oid), new DERTaggedObject(true, 0, new DERUTF8String(value))
        });
        return alternativeName(new GeneralName(GeneralName.otherName, name));
    }

    public CertificateRequests x400Address() {
        return alternativeName(new GeneralName(GeneralName.x400Address, new DERSequence(new DERSequence())));
    }

    public CertificateRequests ediPartyName(String party) {
        var name = new DERSequence(new DERTaggedObject(true, 1, new DERUTF8String(party)));
        return alternativeName(new GeneralName(GeneralName.ediPartyName, name));
    }

    /** Asks to become a certificate authority. */
    public CertificateRequests certificateAuthority() {
        return extension(Extension.basicConstraints.getId(), true, encoded(new BasicConstraints(true)));
    }

    /** Any extension; the same one may be added again. Alternative names make one of their own, which comes last. */
    public CertificateRequests extension(String oid, boolean critical, byte[] value) {
        extensions.add(new Extension(new ASN1ObjectIdentifier(oid), critical, new DEROctetString(value)));
        return this;
    }

    /** An element of the extension request byte for byte, for encodings that no honest writer makes. */
    CertificateRequests rawExtension(byte[] der) {
        rawExtensions.add(primitive(der));
        return this;
    }

    /** A second subjectAltName extension beside the first. */
    public CertificateRequests secondAlternativeNames(String dnsName) {
        var names = new DERSequence(new GeneralName(GeneralName.dNSName, dnsName));
        return extension(CertificateRequest.SUBJECT_ALTERNATIVE_NAME, false, encoded(names));
    }

    /** The attribute that carries the extensions occurs twice. */
    public CertificateRequests extensionRequestTwice() {
        extensionRequestTwice = true;
        return this;
    }

    public CertificateRequests attribute(String oid, String value) {
        attributes.add(new Attribute(new ASN1ObjectIdentifier(oid), new DERSet(new DERUTF8String(value))));
        return this;
    }

    public CertificateRequests challengePassword(String password) {
        return attribute(PKCSObjectIdentifiers.pkcs_9_at_challengePassword.getId(), password);
    }

    public CertificateRequests version(int value) {
        version = value;
        return this;
    }

    public CertificateRequests key(KeyPair pair) {
        key = pair;
        signingKey = pair.getPrivate();
        return this;
    }

    public CertificateRequests key(NodeKey nodeKey) {
        return key(nodeKey.keyPair());
    }

    /** A key of its own on secp256r1, secp384r1 or secp521r1 (or any curve that the JDK knows). */
    public CertificateRequests ec(String curve) {
        return key(SharedKeys.ec(curve));
    }

    public CertificateRequests rsa(int bits) {
        return key(SharedKeys.rsa(bits));
    }

    public CertificateRequests ed25519() {
        return key(SharedKeys.generate("Ed25519"));
    }

    /** Signed by somebody else who holds a key of the same kind. */
    public CertificateRequests wrongSignature() {
        signingKey = SharedKeys.another(key).getPrivate();
        return this;
    }

    public PublicKeyInfo publicKeyInfo() {
        return PublicKeyInfo.of(key.getPublic());
    }

    public byte[] pem() {
        return pemText().getBytes(StandardCharsets.US_ASCII);
    }

    public String pemText() {
        return Pem.encode(CertificateRequest.PEM_TYPE, der());
    }

    public byte[] der() {
        try {
            var info = info();
            return encoded(new DERSequence(
                    new ASN1Encodable[] {info, signatureAlgorithm(), new DERBitString(sign(encoded(info)))}));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private CertificateRequests rdn(String oid, ASN1Encodable value) {
        subject.add(new DERSet(attribute(oid, value)));
        return this;
    }

    private static DERSequence attribute(String oid, ASN1Encodable value) {
        return new DERSequence(new ASN1Encodable[] {new ASN1ObjectIdentifier(oid), value});
    }

    private CertificateRequests alternativeName(GeneralName name) {
        alternativeNames.add(name);
        return this;
    }

    private DERSequence info() {
        return new DERSequence(new ASN1Encodable[] {
            new ASN1Integer(version),
            new DERSequence(subject.toArray(ASN1Encodable[]::new)),
            primitive(key.getPublic().getEncoded()),
            new DERTaggedObject(false, 0, new DERSet(allAttributes().toArray(ASN1Encodable[]::new)))
        });
    }

    private List<Attribute> allAttributes() {
        var all = new ArrayList<>(attributes);
        var requested = requestedExtensions();
        if (requested.size() > 0) {
            var request = new Attribute(
                    PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, new DERSet(new DERSequence(requested)));
            all.add(request);
            if (extensionRequestTwice) {
                all.add(request);
            }
        }
        return all;
    }

    private ASN1EncodableVector requestedExtensions() {
        var requested = new ASN1EncodableVector();
        rawExtensions.forEach(requested::add);
        extensions.forEach(requested::add);
        if (!alternativeNames.isEmpty()) {
            var names = new DERSequence(alternativeNames.toArray(ASN1Encodable[]::new));
            requested.add(new Extension(Extension.subjectAlternativeName, false, encoded(names)));
        }
        return requested;
    }

    private AlgorithmIdentifier signatureAlgorithm() {
        return switch (key.getPublic()) {
            case ECKey ec -> new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
            case RSAKey rsa -> new AlgorithmIdentifier(PKCSObjectIdentifiers.sha256WithRSAEncryption, DERNull.INSTANCE);
            default -> new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519);
        };
    }

    private byte[] sign(byte[] info) throws GeneralSecurityException {
        var signature = Signature.getInstance(
                switch (key.getPublic()) {
                    case ECKey ec -> "SHA256withECDSA";
                    case RSAKey rsa -> "SHA256withRSA";
                    default -> "Ed25519";
                });
        signature.initSign(signingKey);
        signature.update(info);
        return signature.sign();
    }

    private static ASN1Primitive primitive(byte[] der) {
        try {
            return ASN1Primitive.fromByteArray(der);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] encoded(ASN1Encodable value) {
        try {
            return value.toASN1Primitive().getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keys that take long to make are made once. */
    private static final class SharedKeys {
        static final KeyPair EC_P256 = ec("secp256r1");
        private static final Map<Integer, KeyPair> RSA = new ConcurrentHashMap<>();

        static KeyPair rsa(int bits) {
            return RSA.computeIfAbsent(bits, SharedKeys::newRsa);
        }

        static KeyPair ec(String curve) {
            try {
                var generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(new ECGenParameterSpec(curve));
                return generator.generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        static KeyPair generate(String algorithm) {
            try {
                return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        static KeyPair another(KeyPair key) {
            return switch (key.getPublic()) {
                case ECKey ec -> ec("secp256r1");
                case RSAKey rsa -> newRsa(rsa.getModulus().bitLength());
                default -> generate("Ed25519");
            };
        }

        private static KeyPair newRsa(int bits) {
            try {
                var generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(bits);
                return generator.generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
