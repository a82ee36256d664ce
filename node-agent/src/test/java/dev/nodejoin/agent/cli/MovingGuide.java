package dev.nodejoin.agent.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** docs/from-kubeadm.md: what it claims, row by row. A comment above a table says what its rows are about. */
final class MovingGuide {
    private static final Path FILE = Path.of("../docs/from-kubeadm.md");
    private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\| (same|better|no) \\| (.*)\\|");
    private static final int LINES_BEFORE_ROWS = 4;

    private MovingGuide() {}

    /** How something of kubeadm's is here. */
    enum Standing {
        SAME,
        BETTER,
        NO
    }

    record Row(String subject, Standing standing, String remark) {
        boolean isThere() {
            return standing != Standing.NO;
        }
    }

    /** The rows of a table; one that is written otherwise is a mistake. */
    static List<Row> rows(String table) {
        var lines = text().lines().toList();
        var head = lines.indexOf("<!-- rows: %s -->".formatted(table));
        if (head < 0) {
            throw new AssertionError("%s has no table %s".formatted(FILE, table));
        }
        return lines.stream()
                .skip(head + LINES_BEFORE_ROWS)
                .takeWhile(line -> line.startsWith("|"))
                .map(MovingGuide::row)
                .toList();
    }

    static List<String> subjects(String table) {
        return rows(table).stream().map(Row::subject).toList();
    }

    static String text() {
        try {
            return Files.readString(FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Row row(String line) {
        var row = ROW.matcher(line);
        if (!row.matches()) {
            throw new AssertionError("no row of the form | `what` | same, better or no | remark |: " + line);
        }
        return new Row(
                row.group(1),
                Standing.valueOf(row.group(2).toUpperCase(java.util.Locale.ROOT)),
                row.group(3).strip());
    }
}
