package dev.nodejoin.policy.expression;

/** What asking a rule comes to. */
public sealed interface RuleResult {
    /** True. */
    record Holds() implements RuleResult {}

    /** False. */
    record Violated() implements RuleResult {}

    /** Neither: it could not be worked out, so it counts as not true. */
    record Failed(String why) implements RuleResult {}
}
