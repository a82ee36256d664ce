package dev.nodejoin.testcluster;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints a kubeconfig with a new certificate for somebody. */
@Command(name = "kubeconfig", description = "Prints a kubeconfig.", mixinStandardHelpOptions = true)
final class KubeconfigCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ClusterChoice choice = new ClusterChoice();

    @Option(names = "--user", description = "Who it is for; by default the administrator.")
    private @Nullable String user;

    @Option(names = "--group", description = "A group of that user; may be repeated.")
    private List<String> groups = List.of();

    @Override
    public Integer call() {
        if (user == null && !groups.isEmpty()) {
            throw new ClusterFailure("--group needs --user");
        }
        try (var cluster = TestCluster.attach(choice.directory())) {
            var kubeconfig =
                    user == null ? cluster.adminKubeconfig() : cluster.kubeconfig(user, groups.toArray(String[]::new));
            spec.commandLine().getOut().print(kubeconfig);
            spec.commandLine().getOut().flush();
        }
        return 0;
    }
}
