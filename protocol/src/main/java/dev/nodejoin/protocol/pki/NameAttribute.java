package dev.nodejoin.protocol.pki;

/**
 * One attribute of a distinguished name.
 *
 * @param oid the attribute's type, such as {@code 2.5.4.3}
 * @param shortName {@code CN}, {@code O} and so on; the OID where there is none
 * @param value the text; for {@link StringType#OTHER} the hex of the DER
 * @param stringType how the text is encoded
 */
public record NameAttribute(String oid, String shortName, String value, StringType stringType) {
    public static final String COMMON_NAME = "2.5.4.3";
    public static final String ORGANIZATION = "2.5.4.10";

    /** The ASN.1 types that a name's text may have. */
    public enum StringType {
        UTF8,
        PRINTABLE,
        IA5,
        TELETEX,
        BMP,
        UNIVERSAL,
        NUMERIC,
        VISIBLE,
        /** Not a string that names use. */
        OTHER
    }

    @Override
    public String toString() {
        return shortName + "=" + value;
    }
}
