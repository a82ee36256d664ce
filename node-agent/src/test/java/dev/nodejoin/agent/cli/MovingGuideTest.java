package dev.nodejoin.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.agent.cli.MovingGuide.Row;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What the guide for those who come from kubeadm claims about the agent is true of the agent. */
class MovingGuideTest {
    private static final Pattern OPTION = Pattern.compile("`(--[a-z-]+)`");

    @ParameterizedTest
    @CsvSource({"join flags, join", "reset flags, reset"})
    void a_flag_that_is_claimed_is_there_and_one_that_is_not_supported_is_not_offered(String table, String command) {
        for (var row : MovingGuide.rows(table)) {
            assertThat(isOffered(command, row.subject()))
                    .as("what docs/from-kubeadm.md claims of %s", row.subject())
                    .isEqualTo(row.isThere());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"join", "reset"})
    void every_option_of_the_agent_is_told(String command) {
        var told = OPTION.matcher(MovingGuide.text())
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(offered(command))
                .allSatisfy(option -> assertThat(option.names()).containsAnyElementsOf(told));
    }

    @Test
    void every_phase_is_one_of_the_agent_s() {
        for (var row : MovingGuide.rows("join phases")) {
            var words = Stream.concat(
                    Stream.of("join", "phase"), Stream.of(row.subject().split("/")));

            assertThat(command(words.toList()).getCommandSpec().usageMessage().hidden())
                    .as(row.subject())
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "join flags",
                "join fields",
                "join fields v1beta3",
                "join phases",
                "preflight checks",
                "reset flags",
                "reset phases"
            })
    void nothing_has_two_rows_and_what_is_not_the_same_has_a_reason(String table) {
        var rows = MovingGuide.rows(table);

        assertThat(rows).isNotEmpty();
        assertThat(rows).extracting(Row::subject).doesNotHaveDuplicates();
        assertThat(rows)
                .filteredOn(row -> row.standing() != MovingGuide.Standing.SAME)
                .allSatisfy(row -> assertThat(row.remark()).as(row.subject()).isNotEmpty());
    }

    private static boolean isOffered(String command, String flag) {
        return offered(command).anyMatch(option -> List.of(option.names()).contains(flag));
    }

    private static Stream<OptionSpec> offered(String command) {
        return command(List.of(command)).getCommandSpec().options().stream().filter(option -> !option.hidden());
    }

    /** The agent's command of these words. */
    static CommandLine command(List<String> words) {
        var command = AgentCommand.commandLine();
        for (var word : words) {
            command = Objects.requireNonNull(
                    command.getSubcommands().get(word), () -> "the agent has no command " + words);
        }
        return command;
    }
}
