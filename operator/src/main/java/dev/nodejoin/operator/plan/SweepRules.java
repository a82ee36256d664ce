package dev.nodejoin.operator.plan;

import dev.nodejoin.operator.name.NameHold;
import java.util.List;
import java.util.Set;

/** Which names are held by requests that are gone, and whether it is believable that they are. */
public final class SweepRules {
    private static final int ALWAYS_BELIEVABLE = 5;
    private static final int LARGEST_SHARE = 10;

    private SweepRules() {}

    /** What a sweep would do. */
    public sealed interface Sweep {
        record Clear(List<NameHold> orphans) implements Sweep {
            public Clear {
                orphans = List.copyOf(orphans);
            }
        }

        /** So many are gone at once that the look at the cluster is doubted rather than the fleet. */
        record TooMany(int orphans, int holds) implements Sweep {}
    }

    /** What is remembered of a Node stays while that is there. */
    public static Sweep plan(List<NameHold> holds, Set<String> liveRequestUids, Set<String> nodeUids) {
        var orphans = holds.stream()
                .filter(hold -> hold.isVacant()
                        ? hold.nodeUid().filter(nodeUids::contains).isEmpty()
                        : !liveRequestUids.contains(hold.holder().uid()))
                .toList();
        var believable = Math.max(ALWAYS_BELIEVABLE, holds.size() / LARGEST_SHARE);
        return orphans.size() > believable ? new Sweep.TooMany(orphans.size(), holds.size()) : new Sweep.Clear(orphans);
    }
}
