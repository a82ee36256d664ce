package dev.nodejoin.testcluster.binaries;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The SHA-256 sums of programs that were made by one recipe. Written as {@code sha256sum} does, with the recipe in a comment,
 * so that {@code sha256sum --check} can read it.
 */
record ProgramSums(String recipe, SortedMap<String, String> sums) {
    private static final Pattern LINE = Pattern.compile("(?<sum>[0-9a-f]{64})  (?<program>[a-z0-9-]+)");
    private static final String HEADING = "# recipe ";

    static ProgramSums none(String recipe) {
        return new ProgramSums(recipe, new TreeMap<>());
    }

    /** What a record says; nothing if it is about another recipe. Lines that are damaged vouch for nothing. */
    static ProgramSums parse(String record, String recipe) {
        var read = none(recipe);
        if (!record.startsWith(HEADING + recipe + "\n")) {
            return read;
        }
        record.lines()
                .map(LINE::matcher)
                .filter(line -> line.matches())
                .forEach(line -> read.sums.put(line.group("program"), line.group("sum")));
        return read;
    }

    String render() {
        return sums.entrySet().stream()
                .map(entry -> entry.getValue() + "  " + entry.getKey() + "\n")
                .collect(Collectors.joining("", HEADING + recipe + "\n", ""));
    }

    ProgramSums with(String program, String sum) {
        var more = new TreeMap<>(sums);
        more.put(program, sum);
        return new ProgramSums(recipe, more);
    }

    /** Whether the file is the program that was recorded. */
    boolean vouchFor(String program, Path file) {
        try {
            var recorded = sums.get(program);
            return recorded != null && recorded.equals(Checksum.SHA_256.of(file));
        } catch (IOException e) {
            return false; // a program that cannot be read is not there
        }
    }
}
