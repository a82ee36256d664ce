package dev.nodejoin.protocol.pki;

import dev.nodejoin.protocol.MalformedInputException;
import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Locale;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.x509.Certificate;

/**
 * A pin of a certificate authority: {@code sha256:<64 hex>} over the DER of its SubjectPublicKeyInfo, which is RFC 7469's
 * pin written in hex, as {@code kubeadm join --discovery-token-ca-cert-hash} takes it.
 *
 * @param hex 64 lower-case hex digits
 */
public record CaPin(String hex) {
    private static final String TYPE = "sha256";
    private static final Pattern HEX = Pattern.compile("[0-9a-f]+");

    /** Throws {@link MalformedInputException} unless the value is 64 lower-case hex digits. */
    public CaPin {
        if (!HEX.matcher(hex).matches()) {
            throw new MalformedInputException("a CA pin's value must be hex digits");
        }
        if (hex.length() != 64) {
            throw new MalformedInputException(
                    "a sha256 CA pin has 64 hex digits (32 bytes), this one has " + hex.length());
        }
    }

    /** Reads {@code sha256:<64 hex>}; type and digits in any case. */
    public static CaPin parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0 || colon != text.lastIndexOf(':')) {
            throw new MalformedInputException("a CA pin is written <type>:<hex> with exactly one colon");
        }
        if (!text.substring(0, colon).toLowerCase(Locale.ROOT).equals(TYPE)) {
            throw new MalformedInputException("a CA pin's type must be sha256");
        }
        return new CaPin(text.substring(colon + 1).toLowerCase(Locale.ROOT));
    }

    /** The pin of a certificate's key, whatever kind of key that is. */
    public static CaPin of(X509Certificate certificate) {
        try {
            var key = Certificate.getInstance(certificate.getEncoded()).getSubjectPublicKeyInfo();
            return new CaPin(Der.of(key.getEncoded(ASN1Encoding.DER)).sha256());
        } catch (CertificateEncodingException | IOException e) {
            throw new MalformedInputException("a certificate can't be encoded");
        }
    }

    /** Whether any of the certificates carries the pinned key. */
    public boolean matchesAny(Collection<X509Certificate> certificates) {
        return certificates.stream().map(CaPin::of).anyMatch(this::equals);
    }

    @Override
    public String toString() {
        return TYPE + ":" + hex;
    }
}
