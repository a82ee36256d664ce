package dev.nodejoin.policy.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The operands of {@code ||} and {@code &&}: a failure of one is forgotten if the other decides, and nobody is told of it. It
 * shows because the operand was begun and never came to a value.
 */
final class Alternatives {
    private static final Set<String> OPERATORS = Set.of("_||_", "_&&_");

    private final Map<Long, List<Long>> operandsByFirst = new HashMap<>();

    private Alternatives() {}

    static Alternatives of(CelAbstractSyntaxTree tree) {
        var alternatives = new Alternatives();
        CelNavigableAst.fromAst(tree)
                .getRoot()
                .allNodes()
                .map(CelNavigableExpr::expr)
                .filter(expression -> expression.exprKind().getKind() == Kind.CALL
                        && OPERATORS.contains(expression.call().function()))
                .flatMap(expression -> expression.call().args().stream())
                .forEach(alternatives::add);
        return alternatives;
    }

    private void add(CelExpr operand) {
        operandsByFirst
                .computeIfAbsent(first(operand).id(), id -> new ArrayList<>())
                .add(operand.id());
    }

    /** What comes to a value before all else in it. */
    private static CelExpr first(CelExpr expression) {
        return switch (expression.exprKind().getKind()) {
            case SELECT -> first(expression.select().operand());
            case CALL ->
                operands(expression.call()).map(Alternatives::first).findFirst().orElse(expression);
            case LIST ->
                expression.list().elements().isEmpty()
                        ? expression
                        : first(expression.list().elements().getFirst());
            case MAP ->
                expression.map().entries().isEmpty()
                        ? expression
                        : first(expression.map().entries().getFirst().key());
            case COMPREHENSION -> first(expression.comprehension().iterRange());
            default -> expression;
        };
    }

    private static Stream<CelExpr> operands(CelCall call) {
        return Stream.concat(call.target().stream(), call.args().stream());
    }

    /** The operands that this begins. */
    List<Long> begunBy(CelExpr expression) {
        return operandsByFirst.getOrDefault(expression.id(), List.of());
    }
}
