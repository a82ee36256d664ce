package dev.nodejoin.protocol.pki;

import static java.util.stream.Collectors.joining;

import dev.nodejoin.protocol.MalformedInputException;
import java.util.List;

/**
 * Everything that a PKCS#10 certificate request (RFC 2986) asks for. Nothing is judged here and nothing is left out: what
 * a signer could copy into a certificate is either a fact of this record or made the request malformed.
 *
 * @param subject the relative names in the order of the encoding
 * @param alternativeNames the names of the subjectAltName extensions
 * @param extensionOids the requested extensions in the order of the encoding, repetitions included
 * @param hasDuplicateExtensions an extension, or the attribute that carries extensions, occurs twice
 * @param attributeOids the attributes in the order of the encoding; requested extensions are in
 *     {@value #EXTENSION_REQUEST}
 * @param signatureAlgorithm such as {@code ECDSA-SHA256}, {@code RSA-SHA256}, {@code Ed25519}
 */
public record CertificateRequest(
        List<RelativeName> subject,
        List<AlternativeName> alternativeNames,
        List<String> extensionOids,
        boolean hasDuplicateExtensions,
        List<String> attributeOids,
        PublicKeyInfo publicKey,
        String signatureAlgorithm) {
    public static final int MAX_BYTES = 65_536;
    /** The attribute that carries requested extensions (PKCS#9, RFC 2985). */
    public static final String EXTENSION_REQUEST = "1.2.840.113549.1.9.14";
    /** The extension subjectAltName. */
    public static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";

    static final String PEM_TYPE = "CERTIFICATE REQUEST";

    public CertificateRequest {
        subject = List.copyOf(subject);
        alternativeNames = List.copyOf(alternativeNames);
        extensionOids = List.copyOf(extensionOids);
        attributeOids = List.copyOf(attributeOids);
    }

    /** What reading a request comes to. */
    public sealed interface ParseResult {}

    /** A request of version 1 in strict DER whose signature its own key made. */
    public record Parsed(CertificateRequest request) implements ParseResult {}

    /** Not a request; the reason is for people. */
    public record Malformed(String reason) implements ParseResult {}

    /**
     * Reads exactly one PEM block of type CERTIFICATE REQUEST, at most {@value #MAX_BYTES} bytes of text, with nothing
     * before it and nothing but line breaks after it.
     */
    public static ParseResult parse(byte[] pem) {
        try {
            var der = Pem.single(Pem.text(pem, MAX_BYTES)).expect(PEM_TYPE);
            return new Parsed(new CertificateRequestReader(der).read());
        } catch (MalformedInputException e) {
            return new Malformed("the certificate request is malformed: " + e.getMessage());
        }
    }

    /** The common names, wherever in the subject they are. */
    public List<String> commonNames() {
        return values(NameAttribute.COMMON_NAME);
    }

    /** The organizations, wherever in the subject they are. */
    public List<String> organizations() {
        return values(NameAttribute.ORGANIZATION);
    }

    /** The subject for people, in the order of the encoding. */
    public String subjectText() {
        return subject.stream().map(RelativeName::toString).collect(joining(", "));
    }

    private List<String> values(String oid) {
        return subject.stream()
                .flatMap(name -> name.attributes().stream())
                .filter(attribute -> attribute.oid().equals(oid))
                .map(NameAttribute::value)
                .toList();
    }
}
