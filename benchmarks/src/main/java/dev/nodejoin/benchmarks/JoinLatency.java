package dev.nodejoin.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a worker's join costs with {@code node-agent join} and with real {@code kubeadm join}: by turns into the same
 * cluster, each on a machine of its own, so that whatever else the host does befalls both.
 */
public final class JoinLatency {
    private static final int WARM_UP = 1;

    private JoinLatency() {}

    /** {@code JoinLatency DIST [ROUNDS]}, where DIST is what {@code make build} lays out. */
    public static void main(String... arguments) throws Exception {
        var rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
        var joins = new BothJoins(new Joins(), new Joins());
        try (var bed = JoinBed.start(Path.of(arguments[0]))) {
            for (var round = -WARM_UP; round < rounds; round++) {
                for (var joiner : order(round)) {
                    var join = bed.join(joiner, round + WARM_UP);
                    if (round >= 0) joins.of(joiner).add(join);
                }
            }
        }
        System.out.printf("%d joins of a worker by each, by turns into one cluster%n%n", rounds);
        print(joins);
        System.exit(0);
    }

    /** By turns, each goes first. */
    private static List<Joiner> order(int round) {
        var joiners = List.of(Joiner.values());
        return round % 2 == 0 ? joiners : joiners.reversed();
    }

    private static void print(BothJoins joins) {
        System.out.println("| | kubeadm: median (min–max) | node-agent: median (min–max) | ratio (95 %) | target |");
        System.out.println("|---|---|---|---|---|");
        row(joins, "until it exits, s", Joins.Join::exitSeconds, "≤ 0.8");
        row(joins, "until the Node is Ready, s", Joins.Join::readySeconds, "");
        row(joins, "most memory (RSS), MiB", Joins.Join::peakMebibytes, "≤ 1.2");
        row(joins, "processor time of the program, s", Joins.Join::processorSeconds, "");
    }

    private static void row(BothJoins joins, String what, ToDoubleFunction<Joins.Join> value, String target) {
        var theirs = joins.kubeadm().of(value);
        var ours = joins.agent().of(value);
        System.out.printf("| %s | %s | %s | %s | %s |%n", what, theirs, ours, Ratio.of(ours, theirs), target);
    }

    private record BothJoins(Joins kubeadm, Joins agent) {
        Joins of(Joiner joiner) {
            return switch (joiner) {
                case KUBEADM -> kubeadm;
                case NODE_AGENT -> agent;
            };
        }
    }
}
