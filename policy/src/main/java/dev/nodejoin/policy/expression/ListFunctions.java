package dev.nodejoin.policy.expression;

import static dev.cel.common.CelOverloadDecl.newMemberOverload;

import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import dev.cel.runtime.CelFunctionBinding;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Functions on lists, with the names that they have in Kubernetes. */
final class ListFunctions {
    private static final TypeParamType ANY = TypeParamType.create("T");
    private static final ListType LIST = ListType.create(ANY);

    private ListFunctions() {}

    static List<DeclaredFunction> all() {
        return List.of(
                DeclaredFunction.of(
                        "isSorted",
                        newMemberOverload("list_is_sorted", SimpleType.BOOL, LIST),
                        CelFunctionBinding.from("list_is_sorted", List.class, ListFunctions::isSorted)),
                DeclaredFunction.of(
                        "sum",
                        newMemberOverload("list_sum", ANY, LIST),
                        CelFunctionBinding.from("list_sum", List.class, ListFunctions::sum)),
                DeclaredFunction.of(
                        "min",
                        newMemberOverload("list_min", ANY, LIST),
                        CelFunctionBinding.from("list_min", List.class, list -> extreme(list, -1))),
                DeclaredFunction.of(
                        "max",
                        newMemberOverload("list_max", ANY, LIST),
                        CelFunctionBinding.from("list_max", List.class, list -> extreme(list, 1))),
                DeclaredFunction.of(
                        "indexOf",
                        newMemberOverload("list_index_of", SimpleType.INT, LIST, ANY),
                        CelFunctionBinding.from("list_index_of", List.class, Object.class, (list, value) ->
                                (long) list.indexOf(value))),
                DeclaredFunction.of(
                        "lastIndexOf",
                        newMemberOverload("list_last_index_of", SimpleType.INT, LIST, ANY),
                        CelFunctionBinding.from("list_last_index_of", List.class, Object.class, (list, value) ->
                                (long) list.lastIndexOf(value))));
    }

    private static boolean isSorted(List<?> list) {
        return IntStream.range(1, list.size()).allMatch(i -> compare(list.get(i - 1), list.get(i)) <= 0);
    }

    private static Object sum(List<?> list) {
        return list.stream()
                .<Object>map(value -> value)
                .reduce(ListFunctions::plus)
                .orElse(0L);
    }

    private static Object plus(Object one, Object other) {
        if (one instanceof Long a && other instanceof Long b) return Math.addExact(a, b);
        if (one instanceof Double a && other instanceof Double b) return a + b;
        if (one instanceof Duration a && other instanceof Duration b) return a.plus(b);
        throw new IllegalArgumentException("numbers and durations have a sum");
    }

    private static Object extreme(List<?> list, int sign) {
        return list.stream()
                .<Object>map(value -> value)
                .reduce((best, next) -> sign * compare(best, next) < 0 ? next : best)
                .orElseThrow(() -> new IllegalArgumentException("the list is empty"));
    }

    @SuppressWarnings("unchecked") // values of another kind end in a ClassCastException, which fails the rule
    private static int compare(Object one, Object other) {
        return ((Comparable<Object>) one).compareTo(other);
    }
}
