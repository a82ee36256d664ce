package dev.nodejoin.testcluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Runs a command, or a shell, on a machine with the standard streams of this process. */
@Command(
        name = "machine",
        description = "Runs a command, or a shell, on a machine, which is started if it is new.",
        mixinStandardHelpOptions = true)
final class MachineCommand implements Callable<Integer> {
    @Mixin
    private ClusterChoice choice = new ClusterChoice();

    @Parameters(index = "0", paramLabel = "NAME", description = "The machine; cp1 is the control plane.")
    private String name = "";

    @Parameters(index = "1..*", paramLabel = "COMMAND", description = "What to run; by default a shell.")
    private List<String> command = List.of();

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<String> words;
        try (var cluster = TestCluster.attach(choice.directory())) {
            var machine = cluster.machine(name).orElseGet(() -> cluster.startMachine(name));
            words = machine.hostCommand(words());
        }
        return new ProcessBuilder(words).inheritIO().start().waitFor();
    }

    private String[] words() {
        var words = new ArrayList<>(List.of("env", "PS1=\\u@\\h:\\w# "));
        if (name.equals(Layout.CONTROL_PLANE)) words.add("KUBECONFIG=" + Layout.ADMIN_KUBECONFIG);
        words.addAll(command.isEmpty() ? shell() : command);
        return words.toArray(String[]::new);
    }

    /** Machines have the programs of this host. */
    private static List<String> shell() {
        return Files.isExecutable(Path.of("/bin/bash")) ? List.of("/bin/bash", "--norc") : List.of("/bin/sh");
    }
}
