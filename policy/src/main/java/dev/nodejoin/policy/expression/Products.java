package dev.nodejoin.policy.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The calls of an expression whose effort is a product: of what is searched and what is sought, or of a text and a regular
 * expression. It is known before such a call is made: when its last factor is there.
 */
final class Products {
    private static final Set<String> SEARCHES = Set.of("contains", "indexOf", "lastIndexOf", "replace", "split");
    private static final Set<String> MATCHES = Set.of("matches", "find");
    private static final String MATCH_ALL = "findAll";
    private static final Set<String> COMPARISONS =
            Set.of("distinct", "sort", "sets.contains", "sets.equivalent", "sets.intersects");

    /** What a match does in one unit of effort: characters times instructions. */
    private static final int INSTRUCTIONS = 8;

    private final Map<Long, Product> byLastFactor = new HashMap<>();
    private final Set<Long> firstFactors = new HashSet<>();

    private record Product(String function, long first) {}

    private Products() {}

    static Products of(CelAbstractSyntaxTree tree) {
        var products = new Products();
        CelNavigableAst.fromAst(tree)
                .getRoot()
                .allNodes()
                .map(CelNavigableExpr::expr)
                .filter(expression -> expression.exprKind().getKind() == Kind.CALL)
                .forEach(expression -> products.add(expression.call()));
        return products;
    }

    private void add(CelCall call) {
        var operands = Stream.concat(call.target().stream(), call.args().stream())
                .map(CelExpr::id)
                .toList();
        if (!isProduct(call.function()) || operands.isEmpty()) return;
        var first = operands.getFirst();
        firstFactors.add(first);
        byLastFactor.put(operands.get(Math.min(1, operands.size() - 1)), new Product(call.function(), first));
    }

    private static boolean isProduct(String function) {
        return Stream.of(SEARCHES, MATCHES, COMPARISONS, List.of(MATCH_ALL)).anyMatch(some -> some.contains(function));
    }

    /** What comes of it has to be kept until the other factor is there. */
    boolean isFactor(CelExpr expression) {
        return firstFactors.contains(expression.id());
    }

    /** Of the call that comes next; 0 if it is none of these. */
    long effort(CelExpr expression, Object last, Map<Long, Object> factors, Weights weights) {
        var product = byLastFactor.get(expression.id());
        var first = product == null ? null : factors.get(product.first());
        if (product == null || first == null) return 0;
        if (MATCHES.contains(product.function())) return matching(first, last);
        if (product.function().equals(MATCH_ALL)) return (1L + Weights.length(first)) * matching(first, last);
        if (SEARCHES.contains(product.function())) return searching(first, last);
        return weights.of(first) * weights.of(last);
    }

    private static long searching(Object text, Object sought) {
        return (long) Weights.length(text) * Weights.length(sought) / Allowance.CHARACTERS;
    }

    /** To build the matcher, and to run it over the text. */
    private static long matching(Object text, Object pattern) {
        var size = RegexSize.of(String.valueOf(pattern));
        return size + size * Weights.length(text) / INSTRUCTIONS;
    }
}
