package dev.nodejoin.policy.gate;

/** Whether the gate is closed. */
public sealed interface GateVerdict {
    /** Nobody but the operator, or a person who breaks the glass, approves what is asked for with bootstrap tokens. */
    record Closed() implements GateVerdict {}

    /** Whoever may approve certificates does. */
    record Open(Why why) implements GateVerdict {}

    /** Why it is open; a bounded set, fit for a condition's reason. */
    enum Why {
        NOT_APPLIED("NotApplied", "The gate's binding is not there: kubectl apply -f deploy/gate.yaml closes it"),
        BINDING_DIFFERS(
                "BindingDiffers",
                "ValidatingAdmissionPolicyBinding nodejoin-gate differs from what is shipped: apply deploy/gate.yaml again"),
        POLICY_MISSING(
                "PolicyMissing",
                "ValidatingAdmissionPolicy nodejoin-gate is missing: apply the operator's manifest again"),
        POLICY_DIFFERS(
                "PolicyDiffers",
                "ValidatingAdmissionPolicy nodejoin-gate differs from what is shipped: apply the operator's manifest again");

        private final String reason;
        private final String message;

        Why(String reason, String message) {
            this.reason = reason;
            this.message = message;
        }

        public String reason() {
            return reason;
        }

        public String message() {
            return message;
        }
    }
}
