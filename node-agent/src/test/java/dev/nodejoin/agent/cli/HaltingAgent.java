package dev.nodejoin.agent.cli;

import dev.nodejoin.agent.fixture.Lifetime;
import dev.nodejoin.agent.fixture.MortalFiles;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Objects;

/**
 * The agent, except that its process ends without another word in its n-th moment: before, in or after a change of a file,
 * or when the API server has answered a request and nothing was made of the answer yet.
 */
public final class HaltingAgent {
    private static final int AS_IF_KILLED = 137;

    private HaltingAgent() {}

    public static void main(String[] arguments) {
        var life = new Lifetime(
                Integer.parseInt(arguments[0]), () -> Runtime.getRuntime().halt(AS_IF_KILLED));
        var commandLine = AgentCommand.commandLine();
        commandLine.setErr(new PrintWriter(System.err, true) {
            @Override
            public void println(String line) {
                super.println(line);
                if (line.startsWith("[request]")) {
                    life.pass();
                }
            }
        });
        JoinCommand join =
                Objects.requireNonNull(commandLine.getSubcommands().get("join")).getCommand();
        join.through(files -> new MortalFiles(files, life));
        System.exit(commandLine.execute(Arrays.copyOfRange(arguments, 1, arguments.length)));
    }
}
