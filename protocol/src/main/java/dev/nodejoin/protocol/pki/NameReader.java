package dev.nodejoin.protocol.pki;

import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.pki.NameAttribute.StringType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.bouncycastle.asn1.ASN1BMPString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1NumericString;
import org.bouncycastle.asn1.ASN1PrintableString;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.ASN1T61String;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.ASN1UniversalString;
import org.bouncycastle.asn1.ASN1VisibleString;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERNumericString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/** Reads distinguished names attribute by attribute, without folding or dropping anything. */
final class NameReader {
    private NameReader() {}

    static List<RelativeName> read(X500Name name) throws IOException {
        var names = new ArrayList<RelativeName>();
        for (var rdn : name.getRDNs()) {
            names.add(read(rdn));
        }
        return names;
    }

    private static RelativeName read(RDN rdn) throws IOException {
        var attributes = new ArrayList<NameAttribute>();
        for (var attribute : rdn.getTypesAndValues()) {
            attributes.add(read(attribute));
        }
        return new RelativeName(attributes);
    }

    private static NameAttribute read(AttributeTypeAndValue attribute) throws IOException {
        var oid = attribute.getType();
        var type = stringType(attribute.getValue());
        return new NameAttribute(
                oid.getId(),
                Objects.requireNonNullElse(BCStyle.INSTANCE.oidToDisplayName(oid), oid.getId()),
                text(attribute.getValue(), type),
                type);
    }

    private static StringType stringType(ASN1Encodable value) {
        return switch (value) {
            case ASN1UTF8String s -> StringType.UTF8;
            case ASN1PrintableString s -> StringType.PRINTABLE;
            case ASN1IA5String s -> StringType.IA5;
            case ASN1T61String s -> StringType.TELETEX;
            case ASN1BMPString s -> StringType.BMP;
            case ASN1UniversalString s -> StringType.UNIVERSAL;
            case ASN1NumericString s -> StringType.NUMERIC;
            case ASN1VisibleString s -> StringType.VISIBLE;
            default -> StringType.OTHER;
        };
    }

    private static String text(ASN1Encodable value, StringType type) throws IOException {
        if (type == StringType.OTHER || type == StringType.UNIVERSAL) {
            return HexFormat.of().formatHex(value.toASN1Primitive().getEncoded(ASN1Encoding.DER));
        }
        var text = ((ASN1String) value).getString();
        if (!keepsItsAlphabet(text, type)) {
            throw new MalformedInputException("a name has a character that a %s string can't have".formatted(type));
        }
        return text;
    }

    private static boolean keepsItsAlphabet(String text, StringType type) {
        return switch (type) {
            case PRINTABLE -> DERPrintableString.isPrintableString(text);
            case IA5, VISIBLE -> DERIA5String.isIA5String(text);
            case NUMERIC -> DERNumericString.isNumericString(text);
            case UTF8, TELETEX, BMP, UNIVERSAL, OTHER -> true;
        };
    }
}
