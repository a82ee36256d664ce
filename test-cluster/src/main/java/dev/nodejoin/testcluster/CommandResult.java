package dev.nodejoin.testcluster;

import java.util.List;

/** How a command on a machine ended, and what it said. */
public record CommandResult(List<String> command, int exitCode, String stdout, String stderr) {
    public CommandResult {
        command = List.copyOf(command);
    }

    public boolean succeeded() {
        return exitCode == 0;
    }

    /** This result, for use in a chain, if the command succeeded. */
    public CommandResult orThrow() {
        if (!succeeded()) {
            throw new CommandFailed(this);
        }
        return this;
    }
}
