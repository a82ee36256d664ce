package dev.nodejoin.agent.cli;

/** Where the program begins. */
public final class NodeAgent {
    private NodeAgent() {}

    public static void main(String[] arguments) {
        System.exit(AgentCommand.commandLineFor(arguments).execute(arguments));
    }
}
