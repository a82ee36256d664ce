package dev.nodejoin.protocol.pki;

import dev.nodejoin.protocol.IpAddress;
import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.pki.AlternativeName.Kind;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;

/** Reads one GeneralName of any kind. */
final class AlternativeNameReader {
    /** The kinds by their tag number. */
    private static final List<Kind> KINDS = List.of(Kind.values());

    private AlternativeNameReader() {}

    static AlternativeName read(GeneralName name) throws IOException {
        var kind = KINDS.get(name.getTagNo());
        var value = name.getName();
        return new AlternativeName(
                kind,
                switch (kind) {
                    case DNS, EMAIL, URI -> ascii(value);
                    case IP ->
                        IpAddress.of(ASN1OctetString.getInstance(value).getOctets())
                                .toString();
                    case DIRECTORY_NAME -> X500Name.getInstance(value).toString();
                    case REGISTERED_ID ->
                        ASN1ObjectIdentifier.getInstance(value).getId();
                    case OTHER_NAME, X400, EDI -> hex(value);
                });
    }

    private static String ascii(ASN1Encodable value) {
        var text = ASN1IA5String.getInstance(value).getString();
        if (!DERIA5String.isIA5String(text)) {
            throw new MalformedInputException("an alternative name has a character that is not ASCII");
        }
        return text;
    }

    private static String hex(ASN1Encodable value) throws IOException {
        return HexFormat.of().formatHex(value.toASN1Primitive().getEncoded(ASN1Encoding.DER));
    }
}
