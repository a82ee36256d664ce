package dev.nodejoin.policy.expression;

import static dev.cel.common.CelOverloadDecl.newGlobalOverload;
import static dev.cel.common.CelOverloadDecl.newMemberOverload;

import com.google.re2j.Pattern;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import java.util.ArrayList;
import java.util.List;

/** Functions on text that could blow up memory are bounded here; the others are those of the CEL library. */
final class TextFunctions {
    private static final CelType TEXT = SimpleType.STRING;
    private static final ListType TEXTS = ListType.create(SimpleType.STRING);

    private TextFunctions() {}

    static List<DeclaredFunction> all() {
        return List.of(
                DeclaredFunction.of(
                        "matches",
                        newGlobalOverload("bounded_matches", SimpleType.BOOL, TEXT, TEXT),
                        CelFunctionBinding.from("bounded_matches", String.class, String.class, TextFunctions::matches)),
                DeclaredFunction.of(
                        "matches",
                        newMemberOverload("bounded_matches_string", SimpleType.BOOL, TEXT, TEXT),
                        CelFunctionBinding.from(
                                "bounded_matches_string", String.class, String.class, TextFunctions::matches)),
                DeclaredFunction.of(
                        "find",
                        newMemberOverload("string_find_string", TEXT, TEXT, TEXT),
                        CelFunctionBinding.from("string_find_string", String.class, String.class, TextFunctions::find)),
                DeclaredFunction.of(
                        "findAll",
                        newMemberOverload("string_find_all_string", TEXTS, TEXT, TEXT),
                        CelFunctionBinding.from(
                                "string_find_all_string",
                                String.class,
                                String.class,
                                (text, pattern) -> findAll(text, pattern, -1))),
                DeclaredFunction.of(
                        "findAll",
                        newMemberOverload("string_find_all_string_int", TEXTS, TEXT, TEXT, SimpleType.INT),
                        CelFunctionBinding.from(
                                "string_find_all_string_int",
                                List.of(String.class, String.class, Long.class),
                                arguments ->
                                        findAll((String) arguments[0], (String) arguments[1], (Long) arguments[2]))),
                DeclaredFunction.of(
                        "replace",
                        newMemberOverload("bounded_replace", TEXT, TEXT, TEXT, TEXT),
                        CelFunctionBinding.from(
                                "bounded_replace",
                                List.of(String.class, String.class, String.class),
                                arguments -> replace(
                                        (String) arguments[0], (String) arguments[1], (String) arguments[2], -1))),
                DeclaredFunction.of(
                        "replace",
                        newMemberOverload("bounded_replace_int", TEXT, TEXT, TEXT, TEXT, SimpleType.INT),
                        CelFunctionBinding.from(
                                "bounded_replace_int",
                                List.of(String.class, String.class, String.class, Long.class),
                                arguments -> replace(
                                        (String) arguments[0], (String) arguments[1], (String) arguments[2], (Long)
                                                arguments[3]))),
                DeclaredFunction.of(
                        "join",
                        newMemberOverload("bounded_join", TEXT, TEXTS),
                        CelFunctionBinding.from("bounded_join", List.class, texts -> join(texts, ""))),
                DeclaredFunction.of(
                        "join",
                        newMemberOverload("bounded_join_string", TEXT, TEXTS, TEXT),
                        CelFunctionBinding.from("bounded_join_string", List.class, String.class, TextFunctions::join)));
    }

    private static boolean matches(String text, String pattern) {
        return pattern(pattern).matcher(text).find();
    }

    private static String find(String text, String pattern) {
        var matcher = pattern(pattern).matcher(text);
        return matcher.find() ? matcher.group() : "";
    }

    private static List<String> findAll(String text, String pattern, long limit) {
        var matcher = pattern(pattern).matcher(text);
        var found = new ArrayList<String>();
        while ((limit < 0 || found.size() < limit) && matcher.find()) found.add(matcher.group());
        return List.copyOf(found);
    }

    /** RE2: its time is linear in the text. Its space is bounded before it is built. */
    private static Pattern pattern(String text) {
        RegexSize.check(text);
        return Pattern.compile(text);
    }

    private static String replace(String text, String old, String replacement, long limit) {
        var result = new StringBuilder();
        var from = 0;
        for (var replaced = 0; limit < 0 || replaced < limit; replaced++) {
            var at = from > text.length() ? -1 : text.indexOf(old, from);
            if (at < 0) break;
            result.append(text, from, at).append(replacement);
            from = at + old.length();
            if (old.isEmpty() && from < text.length()) result.append(text.charAt(from));
            if (old.isEmpty()) from++;
            bounded(result);
        }
        return from >= text.length()
                ? result.toString()
                : result.append(text, from, text.length()).toString();
    }

    private static String join(List<?> texts, String separator) {
        var result = new StringBuilder();
        for (var i = 0; i < texts.size(); i++) {
            if (i > 0) result.append(separator);
            bounded(result.append((String) texts.get(i)));
        }
        return result.toString();
    }

    private static void bounded(StringBuilder text) {
        if (text.length() > Allowance.LONGEST_TEXT)
            throw new IllegalArgumentException("a text has at most %d characters".formatted(Allowance.LONGEST_TEXT));
    }
}
