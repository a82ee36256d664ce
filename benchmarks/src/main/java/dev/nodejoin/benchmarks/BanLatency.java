package dev.nodejoin.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/**
 * What bans cost a node that is not banned: the same writes to control planes with 0, 100 and 1,000 bans, in turn, so that
 * whatever else the machine does befalls all of them.
 */
public final class BanLatency {
    private static final List<Integer> BANS = List.of(0, 100, 1_000);
    private static final int WARM_UP = 300;

    private BanLatency() {}

    /** {@code BanLatency [ROUNDS]}. */
    public static void main(String... arguments) throws ExecutionException, InterruptedException {
        var rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2_000;
        var clusters = new ArrayList<BannedCluster>();
        try {
            for (var bans : BANS) clusters.add(BannedCluster.start(bans));
            measure(clusters, rounds);
            System.out.printf(
                    "%d writes of each kind to each cluster, one at a time, in turn; milliseconds%n%n", rounds);
            print("lease", clusters, BannedCluster::leases);
            print("Node status", clusters, BannedCluster::statuses);
        } finally {
            clusters.forEach(BannedCluster::close);
        }
        System.exit(0);
    }

    private static void measure(List<BannedCluster> clusters, int rounds)
            throws ExecutionException, InterruptedException {
        for (var round = -WARM_UP; round < rounds; round++)
            for (var cluster : clusters) cluster.write(Math.abs(round), round >= 0);
    }

    private static void print(String what, List<BannedCluster> clusters, Function<BannedCluster, Latencies> kind) {
        var none = kind.apply(clusters.getFirst());
        System.out.printf("| %-11s | p50 | p99 | p50 to none | p99 to none |%n|---|---|---|---|---|%n", what);
        for (var cluster : clusters) {
            var some = kind.apply(cluster);
            System.out.printf(
                    "| %,5d bans | %.2f | %.2f | %.2f | %.2f |%n",
                    cluster.bans(),
                    some.quantile(0.5),
                    some.quantile(0.99),
                    some.quantile(0.5) / none.quantile(0.5),
                    some.quantile(0.99) / none.quantile(0.99));
        }
        System.out.println();
    }
}
