package dev.nodejoin.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.operator.fixture.LogTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every line that the operator can write is documented, and nothing else is. */
class LogMessagesTest {
    private static final Pattern MESSAGE = Pattern.compile("\\.log\\(\\s*\"([^\"]+)\"\\)");
    private static final Stream<String> OF_THE_RECLAIMER =
            Stream.of("name of a deleted request freed", "name of a deleted request remembered");

    @Test
    void the_table_of_log_lines_is_complete() throws IOException {
        try (var sources = Files.walk(Path.of("src/main/java"))) {
            var written =
                    sources.filter(file -> file.toString().endsWith(".java")).flatMap(LogMessagesTest::messages);
            assertThat(LogTable.read().keySet())
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(written, OF_THE_RECLAIMER).distinct().toList());
        }
    }

    private static Stream<String> messages(Path source) {
        try {
            return MESSAGE.matcher(Files.readString(source)).results().map(found -> found.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
