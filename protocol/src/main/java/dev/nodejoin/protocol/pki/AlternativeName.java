package dev.nodejoin.protocol.pki;

/**
 * A subject alternative name (RFC 5280, section 4.2.1.6).
 *
 * @param text the name itself for DNS, EMAIL and URI; the address for IP; the OID for REGISTERED_ID; names and
 *     values for DIRECTORY_NAME; the hex of the DER for the others
 */
public record AlternativeName(Kind kind, String text) {
    /** The choices of GeneralName, all nine. */
    public enum Kind {
        OTHER_NAME,
        EMAIL,
        DNS,
        X400,
        DIRECTORY_NAME,
        EDI,
        URI,
        IP,
        REGISTERED_ID
    }

    @Override
    public String toString() {
        return kind + ":" + text;
    }
}
