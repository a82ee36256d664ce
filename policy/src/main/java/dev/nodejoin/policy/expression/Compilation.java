package dev.nodejoin.policy.expression;

/** What reading an expression comes to. */
public sealed interface Compilation {
    /** It can be asked. */
    record Compiled(Expression expression) implements Compilation {}

    /**
     * It can't.
     *
     * @param line from 1
     * @param column from 1
     */
    record Broken(int line, int column, String message) implements Compilation {}
}
