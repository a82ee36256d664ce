package dev.nodejoin.policy.certificate;

/** One reason for which a certificate is refused. */
public record Refusal(Reason reason, String message) {

    /** Kinds of refusal; a bounded set, fit for a metric's label. */
    public enum Reason {
        MALFORMED("Malformed"),
        SUBJECT_MISMATCH("SubjectMismatch"),
        ALTERNATIVE_NAMES("AlternativeNames"),
        EXTENSIONS("Extensions"),
        ATTRIBUTES("Attributes"),
        USAGES("Usages"),
        NOT_ITS_ADDRESS("NotItsAddress"),
        OFF_LIMITS("OffLimits"),
        KEY_MISMATCH("KeyMismatch"),
        TOKEN_SPENT("TokenSpent"),
        REQUEST_DENIED("RequestDenied"),
        BANNED("Banned"),
        POLICY("Policy");

        private final String label;

        Reason(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }
}
