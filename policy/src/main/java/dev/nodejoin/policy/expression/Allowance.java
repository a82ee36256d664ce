package dev.nodejoin.policy.expression;

import dev.cel.common.ast.CelExpr;
import dev.cel.runtime.CelEvaluationListener;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one evaluation may spend, and how large a value it may make. It sees each value as soon as it is there, and counts
 * effort, not time, so that the same question always has the same answer.
 *
 * <p>A unit of effort is about 100 ns: to visit an expression, an element, or {@value #CHARACTERS} characters.
 */
final class Allowance implements CelEvaluationListener {
    /** Longest text that a rule may make, in characters; of bytes as many. */
    static final int LONGEST_TEXT = 65_536;

    /** Characters that one unit of effort goes through. */
    static final int CHARACTERS = 64;

    private static final int MOST_ELEMENTS = 1000;
    private static final long MOST_EFFORT = 2_000_000;

    /** They hand on one of their operands, or add to it; what that costs was paid with the operand. */
    private static final Set<String> FREE = Set.of("_+_", "_?_:_", "_&&_", "_||_");

    /** What a failure takes: its way back is recorded. */
    private static final long FAILURE = 300;

    private final Products products;
    private final Alternatives alternatives;
    private final Weights weights = new Weights();
    private final Map<Long, Object> factors = new HashMap<>();
    private final Set<Long> begun = new HashSet<>();
    private long spent;
    private @Nullable String exceeded;

    Allowance(Products products, Alternatives alternatives) {
        this.products = products;
        this.alternatives = alternatives;
    }

    /** Why the expression counts as not worked out, even if what it asked for was not needed in the end. */
    Optional<String> exceeded() {
        return Optional.ofNullable(exceeded);
    }

    @Override
    public void callback(CelExpr expression, Object value) {
        spend(FAILURE * failuresBefore(expression));
        if (isMade(expression)) bounded(value);
        spend(isFree(expression) ? 1 : weights.of(value));
        if (products.isFactor(expression)) factors.put(expression.id(), value);
        spend(products.effort(expression, value, factors, weights));
    }

    /** What begins again and is not done has failed in between. */
    private long failuresBefore(CelExpr expression) {
        var failed = alternatives.begunBy(expression).stream()
                .filter(operand -> !begun.add(operand))
                .count();
        begun.remove(expression.id());
        return failed;
    }

    /** Otherwise it was there before: what is read of the facts is as large as it is. */
    private static boolean isMade(CelExpr expression) {
        return switch (expression.exprKind().getKind()) {
            case CALL, LIST, MAP, COMPREHENSION -> true;
            default -> false;
        };
    }

    private static boolean isFree(CelExpr expression) {
        return switch (expression.exprKind().getKind()) {
            case IDENT -> expression.ident().name().startsWith("@"); // what a macro gathers
            case CALL -> FREE.contains(expression.call().function());
            default -> false;
        };
    }

    private void bounded(Object value) {
        if (Weights.length(value) > LONGEST_TEXT)
            throw exceeded("a text has at most %d characters".formatted(LONGEST_TEXT));
        if (Weights.elements(value) > MOST_ELEMENTS)
            throw exceeded("a list or map has at most %d elements".formatted(MOST_ELEMENTS));
    }

    private void spend(long effort) {
        spent = Math.min(spent + effort, MOST_EFFORT + 1); // once past it, always past it
        if (spent > MOST_EFFORT) throw exceeded("it takes too much effort");
    }

    private IllegalStateException exceeded(String why) {
        exceeded = why;
        return new IllegalStateException(why);
    }
}
