package dev.nodejoin.policy.approval;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * What an approval must quote: it ties a consent to this object, this specification and the protection in force.
 *
 * <p>An approval opened on one object can't approve another that was re-created under its name, and one given while the
 * protection was off is void. The form is {@code v1:<32 hex digits>}: short enough to be typed.
 */
public record ApprovalKey(String value) {
    private static final int DIGITS = 32;

    public static ApprovalKey of(String requestUid, SpecHash specHash, Protection.Intact protection) {
        var text = requestUid + "\n" + specHash.value() + "\n" + protection.text();
        return new ApprovalKey("v1:" + Sha256.hex(text.getBytes(UTF_8)).substring(0, DIGITS));
    }
}
