package dev.nodejoin.policy.rule;

/**
 * One thing that a policy refuses.
 *
 * @param subject the field that is out of bounds, or the rule that does not hold
 */
public record PolicyRefusal(String policy, Kind kind, String subject, String message) {

    /** Kinds of refusal. */
    public enum Kind {
        /** A field is out of bounds. */
        BOUND,
        /** A rule is not true. */
        RULE,
        /** A rule could not be worked out. */
        FAILED_RULE,
        /** The policy can't be read, so whatever it governs is refused. */
        UNUSABLE
    }

    /** Known to be so; another look at the same facts would say the same. */
    public boolean isProven() {
        return kind == Kind.BOUND || kind == Kind.RULE;
    }

    /** For people, with the names of policy and rule. */
    public String describe() {
        return switch (kind) {
            case BOUND -> "policy %s: %s %s".formatted(policy, subject, message);
            case RULE -> "policy %s, rule %s: %s".formatted(policy, subject, message);
            case FAILED_RULE -> "policy %s, rule %s could not be worked out: %s".formatted(policy, subject, message);
            case UNUSABLE -> "policy %s can't be used: rule %s, %s".formatted(policy, subject, message);
        };
    }
}
