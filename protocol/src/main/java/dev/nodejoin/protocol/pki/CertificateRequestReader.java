package dev.nodejoin.protocol.pki;

import dev.nodejoin.protocol.MalformedInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.pkcs.CertificationRequestInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;

/** Turns the DER of a PKCS#10 request into facts, or refuses it with one sentence. */
final class CertificateRequestReader {
    private final Der der;

    CertificateRequestReader(Der der) {
        this.der = der;
    }

    CertificateRequest read() {
        try {
            return read(strictly(der, CertificationRequest::getInstance));
        } catch (MalformedInputException e) {
            throw e;
        } catch (IOException | RuntimeException e) { // BouncyCastle tells of strange ASN.1 by many runtime exceptions
            throw new MalformedInputException("its content is no PKCS#10 request");
        }
    }

    private static CertificateRequest read(CertificationRequest request) throws IOException {
        var info = request.getCertificationRequestInfo();
        if (!info.getVersion().hasValue(0)) {
            throw new MalformedInputException("its version is not 1");
        }
        var key = PublicKeyInfo.fromDer(info.getSubjectPublicKeyInfo().getEncoded(ASN1Encoding.DER));
        var attributes = attributes(info);
        var extensions = extensions(attributes);
        return new CertificateRequest(
                NameReader.read(info.getSubject()),
                alternativeNames(extensions),
                extensions.stream()
                        .map(extension -> extension.getExtnId().getId())
                        .toList(),
                repeats(extensions.stream().map(Extension::getExtnId)) || repeats(extensionRequests(attributes)),
                attributes.stream()
                        .map(attribute -> attribute.getAttrType().getId())
                        .toList(),
                key,
                SelfSignature.verify(request, key));
    }

    private static List<Attribute> attributes(CertificationRequestInfo info) {
        var set = info.getAttributes();
        return set == null
                ? List.of()
                : Stream.of(set.toArray()).map(Attribute::getInstance).toList();
    }

    private static Stream<ASN1Encodable> extensionRequests(List<Attribute> attributes) {
        return attributes.stream()
                .filter(attribute -> attribute.getAttrType().equals(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest))
                .map(Attribute::getAttrType);
    }

    private static List<Extension> extensions(List<Attribute> attributes) throws IOException {
        var extensions = new ArrayList<Extension>();
        for (var attribute : attributes) {
            if (attribute.getAttrType().equals(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest)) {
                extensions.addAll(extensions(attribute));
            }
        }
        return extensions;
    }

    private static List<Extension> extensions(Attribute attribute) throws IOException {
        if (attribute.getAttributeValues().length != 1) {
            throw new MalformedInputException("its extension request does not have exactly one value");
        }
        return elements(ASN1Sequence.getInstance(attribute.getAttributeValues()[0]), Extension::getInstance);
    }

    private static List<AlternativeName> alternativeNames(List<Extension> extensions) throws IOException {
        var names = new ArrayList<AlternativeName>();
        for (var extension : extensions) {
            if (extension.getExtnId().equals(Extension.subjectAlternativeName)) {
                var sequence = strictly(Der.of(extension.getExtnValue().getOctets()), ASN1Sequence::getInstance);
                for (var name : elements(sequence, GeneralName::getInstance)) {
                    names.add(AlternativeNameReader.read(name));
                }
            }
        }
        return names;
    }

    private static boolean repeats(Stream<? extends ASN1Encodable> values) {
        var seen = new HashSet<ASN1Encodable>();
        return values.anyMatch(value -> !seen.add(value));
    }

    /** Parses, and refuses what would be spelled differently if it were written again. */
    private static <T extends ASN1Object> T strictly(Der der, Reading<T> reading) throws IOException {
        var generic = ASN1Primitive.fromByteArray(der.bytes());
        var value = reading.read(generic);
        if (!der.isEncoded(generic.getEncoded(ASN1Encoding.DER))
                || !der.isEncoded(value.getEncoded(ASN1Encoding.DER))) {
            throw notDistinguished();
        }
        return value;
    }

    /** The elements of a sequence; an explicit default or an odd boolean in one shows when it is written again. */
    private static <T extends ASN1Object> List<T> elements(ASN1Sequence sequence, Reading<T> reading)
            throws IOException {
        var elements = Stream.of(sequence.toArray()).map(reading::read).toList();
        var again = new DERSequence(elements.toArray(ASN1Encodable[]::new)).getEncoded(ASN1Encoding.DER);
        if (!Der.of(again).isEncoded(sequence.getEncoded(ASN1Encoding.DER))) {
            throw notDistinguished();
        }
        return elements;
    }

    private static MalformedInputException notDistinguished() {
        return new MalformedInputException("its content is not in distinguished encoding");
    }

    /** A {@code getInstance} of BouncyCastle. */
    private interface Reading<T> {
        T read(Object value);
    }
}
