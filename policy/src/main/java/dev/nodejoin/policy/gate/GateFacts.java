package dev.nodejoin.policy.gate;

/** The two objects that make the gate, as they are in the cluster. */
public record GateFacts(Part policy, Part binding) {
    /** How one of them compares with what is shipped. */
    public enum Part {
        MISSING,
        DIFFERS,
        AS_SHIPPED
    }
}
