package dev.nodejoin.testcluster;

import dev.nodejoin.testcluster.binaries.Environment;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts a cluster that stays until {@link DownCommand}. */
@Command(name = "up", description = "Starts a cluster that stays up.", mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ClusterName name = new ClusterName();

    @Option(names = "--kubernetes-version", description = "By default what KUBERNETES_VERSION says, else 1.35.4.")
    private @Nullable String version;

    @Override
    public Integer call() {
        var wanted = name.value();
        var builder = new TestClusterBuilder(Environment.current());
        if (version != null) builder.kubernetesVersion(version);
        // Before the programs are fetched, which may take a quarter of an hour.
        if (BedFolders.running().contains(wanted)) {
            throw new ClusterFailure(
                    "a cluster named %s is up already; take it down first, or choose another name".formatted(wanted));
        }
        var start = System.nanoTime();
        try (var cluster = builder.startDetached(wanted)) {
            tell(cluster, Duration.ofNanos(System.nanoTime() - start));
        }
        return 0;
    }

    private void tell(TestCluster cluster, Duration taken) {
        var out = spec.commandLine().getOut();
        out.println("Kubernetes %s is up at %s after %.1f s."
                .formatted(cluster.kubernetesVersion(), cluster.server(), taken.toMillis() / 1000.0));
        out.println("directory: " + cluster.directory());
        out.println("kubectl: " + cluster.binaries().resolve("kubectl"));
    }
}
