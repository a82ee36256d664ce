package dev.nodejoin.agent.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** What one run of the command line in this virtual machine came to. */
public record AgentRun(int exitCode, String output, String errors) {
    public static AgentRun of(List<String> words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var exitCode = AgentCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words.toArray(String[]::new));
        return new AgentRun(exitCode, out.toString(), err.toString());
    }
}
