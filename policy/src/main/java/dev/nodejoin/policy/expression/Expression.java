package dev.nodejoin.policy.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.nodejoin.policy.fact.Facts;
import java.util.Objects;

/** An expression that was parsed and type-checked. Total: whatever goes wrong is a result. */
public final class Expression {
    private static final int LONGEST_REASON = 512;

    private final CelAbstractSyntaxTree tree;
    private final CelRuntime.Program program;
    private final Products products;
    private final Alternatives alternatives;

    Expression(CelAbstractSyntaxTree tree, CelRuntime.Program program) {
        this.tree = tree;
        this.program = program;
        products = Products.of(tree);
        alternatives = Alternatives.of(tree);
    }

    /** Past what an evaluation is allowed it has failed, whatever came of it. */
    public RuleResult evaluate(Facts facts) {
        var allowance = new Allowance(products, alternatives);
        var result = evaluate(facts, allowance);
        return allowance.exceeded().<RuleResult>map(RuleResult.Failed::new).orElse(result);
    }

    private RuleResult evaluate(Facts facts, Allowance allowance) {
        try {
            return read(program.trace(Variables.of(facts), allowance));
        } catch (CelEvaluationException | RuntimeException e) {
            return new RuleResult.Failed(reason(e));
        } catch (StackOverflowError e) {
            return new RuleResult.Failed("it is nested too deeply");
        } catch (OutOfMemoryError e) {
            return new RuleResult.Failed("it needs too much memory");
        }
    }

    private static RuleResult read(Object value) {
        if (value instanceof Boolean holds) return holds ? new RuleResult.Holds() : new RuleResult.Violated();
        return new RuleResult.Failed("it is neither true nor false");
    }

    /** The innermost message: the outer ones repeat the arguments, however long. */
    private static String reason(Throwable e) {
        var cause = e.getCause();
        if (cause != null && cause.getMessage() != null) return reason(cause);
        var message = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
        return message.length() <= LONGEST_REASON ? message : message.substring(0, LONGEST_REASON) + "...";
    }

    /** Time alone can change the result. */
    public boolean dependsOnTime() {
        return tree.getReferenceMap().values().stream()
                .anyMatch(reference -> reference.name().equals(Contract.NOW));
    }
}
