package dev.nodejoin.policy.approval;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nodejoin.policy.approval.Protection.ProtectingObject;
import java.util.Comparator;
import java.util.stream.Collectors;

/**
 * What an approval must quote: it ties a consent to this object, this specification and the protection in force.
 *
 * <p>An approval opened on one object can't approve another that was re-created under its name, and one given while the
 * protection was off is void. The form is {@code v1:<32 hex digits>}: short enough to be typed.
 */
public record ApprovalKey(String value) {
    private static final int DIGITS = 32;

    public static ApprovalKey of(String requestUid, SpecHash specHash, Protection.Intact protection) {
        var text = requestUid + "\n" + specHash.value() + "\n" + describe(protection);
        return new ApprovalKey("v1:" + Sha256.hex(text.getBytes(UTF_8)).substring(0, DIGITS));
    }

    private static String describe(Protection.Intact protection) {
        return protection.objects().stream()
                .sorted(Comparator.comparing(ProtectingObject::kind).thenComparing(ProtectingObject::name))
                .map(object -> String.join("/", object.kind(), object.name(), object.uid(), "" + object.generation()))
                .collect(Collectors.joining("\n"));
    }
}
