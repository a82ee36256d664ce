package dev.nodejoin.agent.cli;

import dev.nodejoin.agent.fixture.HaltingFiles;
import java.util.Arrays;
import java.util.Objects;

/** The agent, except that its process ends without another word after its n-th change of a file. */
public final class HaltingAgent {
    private static final int AS_IF_KILLED = 137;

    private HaltingAgent() {}

    public static void main(String[] arguments) {
        var changes = Integer.parseInt(arguments[0]);
        var commandLine = AgentCommand.commandLine();
        JoinCommand join =
                Objects.requireNonNull(commandLine.getSubcommands().get("join")).getCommand();
        join.through(files ->
                new HaltingFiles(files, changes, () -> Runtime.getRuntime().halt(AS_IF_KILLED)));
        System.exit(commandLine.execute(Arrays.copyOfRange(arguments, 1, arguments.length)));
    }
}
