package dev.nodejoin.policy.rule;

/**
 * A rule that does not compile.
 *
 * @param line from 1
 * @param column from 1
 */
public record RuleProblem(String rule, int line, int column, String message) {
    /** For people. */
    public String describe() {
        return "rule %s, line %d, column %d: %s".formatted(rule, line, column, message);
    }
}
