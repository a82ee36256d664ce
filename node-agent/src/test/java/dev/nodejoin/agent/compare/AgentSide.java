package dev.nodejoin.agent.compare;

import dev.nodejoin.agent.AgentBed;
import dev.nodejoin.testcluster.CommandResult;
import java.util.ArrayList;
import java.util.List;

/** The agent as it was built. */
final class AgentSide implements Side {
    @Override
    public String name() {
        return "agent";
    }

    @Override
    public List<String> join(List<String> words) {
        var arguments = new ArrayList<>(List.of("join"));
        arguments.addAll(words);
        return AgentBed.agentCommand(arguments);
    }

    @Override
    public List<String> reset() {
        return AgentBed.agentCommand(List.of("reset", "--force"));
    }

    @Override
    public Ending ending(CommandResult result) {
        return AgentEndings.classify(result.exitCode(), result.stderr());
    }
}
