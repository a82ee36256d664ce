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

    Expression(CelAbstractSyntaxTree tree, CelRuntime.Program program) {
        this.tree = tree;
        this.program = program;
    }

    public RuleResult evaluate(Facts facts) {
        try {
            return read(program.eval(Variables.of(facts)));
        } catch (CelEvaluationException | RuntimeException e) {
            return new RuleResult.Failed(reason(e));
        } catch (StackOverflowError e) {
            return new RuleResult.Failed("it is nested too deeply");
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
