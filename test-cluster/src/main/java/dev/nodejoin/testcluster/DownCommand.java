package dev.nodejoin.testcluster;

import dev.nodejoin.testcluster.bed.Bed;
import dev.nodejoin.testcluster.binaries.BedProgram;
import dev.nodejoin.testcluster.binaries.Environment;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Ends a cluster; its bed is asked directly, so that one which is only half up can be ended as well. */
@Command(name = "down", description = "Ends a cluster and deletes everything of it.", mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {
    @Mixin
    private ClusterChoice choice = new ClusterChoice();

    @Override
    public Integer call() {
        new Bed(BedProgram.obtain(Environment.current()), choice.directory()).stop();
        return 0;
    }
}
