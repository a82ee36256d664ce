package dev.nodejoin.agent.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** What one run of the command line in this virtual machine came to. */
public record AgentRun(int exitCode, String output, String errors) {
    public static AgentRun of(List<String> words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var arguments = words.toArray(String[]::new);
        var exitCode = AgentCommand.commandLineFor(arguments)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        return new AgentRun(exitCode, out.toString(), err.toString());
    }
}
