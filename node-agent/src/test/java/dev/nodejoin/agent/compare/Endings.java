package dev.nodejoin.agent.compare;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads classes of errors off what a program says: the first pattern that is found decides. */
record Endings(Map<Pattern, ErrorClass> classes) {
    private static final Pattern FAILED_CHECK = Pattern.compile("\\[ERROR ([^]]+)]");

    Endings {
        classes = new LinkedHashMap<>(classes);
    }

    static Rules rules() {
        return new Rules();
    }

    Ending classify(int exitCode, String output) {
        if (exitCode == 0) {
            return Ending.success();
        }
        var checks = failedChecks(output);
        if (!checks.isEmpty()) {
            return Ending.preflight(checks);
        }
        return classes.entrySet().stream()
                .filter(entry -> entry.getKey().matcher(output).find())
                .findFirst()
                .map(entry -> Ending.failure(entry.getValue()))
                .orElseGet(() -> Ending.failure(ErrorClass.UNKNOWN));
    }

    private static List<String> failedChecks(String output) {
        return FAILED_CHECK
                .matcher(output)
                .results()
                .map(result -> result.group(1))
                .distinct()
                .toList();
    }

    /** Patterns in the order in which they are tried. */
    static final class Rules {
        private final Map<Pattern, ErrorClass> classes = new LinkedHashMap<>();

        Rules when(String regex, ErrorClass meaning) {
            classes.put(Pattern.compile(regex), meaning);
            return this;
        }

        Endings endings() {
            return new Endings(classes);
        }
    }
}
