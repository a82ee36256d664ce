package dev.nodejoin.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of Java modules in the agent's runtime has no module too many, none too few, and a reason for each choice. */
class RuntimeModulesTest {
    private static final Path LIST = Path.of("../deploy/node-agent.modules");
    private static final String LEFT_OUT = "-";

    /** What our own code needs is there whatever a reason may say. */
    private static final Path CLASSES = Path.of("target/classes");

    @Test
    void every_module_that_jdeps_finds_is_taken_or_left_out_for_a_reason_and_no_other_is_listed() {
        assertThat(lines().map(Line::module)).containsExactlyInAnyOrderElementsOf(found("--recursive"));
    }

    @Test
    void no_module_that_our_own_code_needs_is_left_out() {
        var leftOut = lines().filter(Line::isLeftOut).map(Line::module).toList();

        assertThat(found("--no-recursive")).doesNotContainAnyElementsOf(leftOut).contains("java.net.http");
    }

    @Test
    void every_module_but_the_base_has_its_reason() {
        assertThat(lines().filter(line -> line.reason().isBlank()).map(Line::module))
                .containsExactly("java.base");
    }

    private record Line(String module, boolean isLeftOut, String reason) {
        static Line of(String text) {
            var isLeftOut = text.startsWith(LEFT_OUT);
            var words = (isLeftOut ? text.substring(LEFT_OUT.length()) : text)
                    .strip()
                    .split("\\s+", 2);
            return new Line(words[0], isLeftOut, words.length > 1 ? words[1] : "");
        }
    }

    private static Stream<Line> lines() {
        try {
            return Files.readAllLines(LIST).stream()
                    .filter(line -> !line.startsWith("#"))
                    .map(Line::of);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of the class path of the tests jdeps follows what our classes lead to. */
    private static Set<String> found(String reach) {
        var out = new StringWriter();
        var command = List.of(
                "--multi-release",
                "base",
                "--ignore-missing-deps",
                "--list-deps",
                reach,
                "--class-path",
                System.getProperty("java.class.path"),
                CLASSES.toString());
        var exitCode = ToolProvider.findFirst("jdeps")
                .orElseThrow()
                .run(new PrintWriter(out, true), new PrintWriter(out, true), command.toArray(String[]::new));
        assertThat(exitCode).as(out.toString()).isZero();
        return out.toString()
                .lines()
                .map(String::strip)
                .map(line -> line.replaceFirst("/.*", ""))
                .filter(line -> line.startsWith("java.") || line.startsWith("jdk."))
                .collect(Collectors.toSet());
    }
}
