package dev.nodejoin.testcluster;

import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Test clusters for people: {@code up}, {@code kubeconfig}, {@code machine}, {@code down}. */
@Command(
        name = "test-cluster",
        description = "Runs real Kubernetes clusters on this host, without root and without containers.",
        mixinStandardHelpOptions = true,
        subcommands = {UpCommand.class, KubeconfigCommand.class, MachineCommand.class, DownCommand.class})
public final class Launcher {
    private Launcher() {}

    public static void main(String... arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Launcher()).setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr()
                    .println("error: "
                            + Optional.ofNullable(failure.getMessage()).orElse(failure.toString()));
            return command.getCommandSpec().exitCodeOnExecutionException();
        });
    }
}
