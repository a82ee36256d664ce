package dev.nodejoin.agent.compare;

import java.util.ArrayList;
import java.util.List;

/** Two sequences laid side by side so that as much as possible of them matches (longest common subsequence). */
final class Alignment {
    private final List<String> first;
    private final List<String> second;
    /** The length of the longest common subsequence of what comes from these two places on. */
    private final int[][] common;

    sealed interface Step {}

    record Both(String event) implements Step {}

    /** @param place counted from one */
    record First(String event, int place) implements Step {}

    /** @param place counted from one */
    record Second(String event, int place) implements Step {}

    private Alignment(List<String> first, List<String> second) {
        this.first = first;
        this.second = second;
        this.common = new int[first.size() + 1][second.size() + 1];
        for (var i = first.size() - 1; i >= 0; i--) {
            for (var k = second.size() - 1; k >= 0; k--) {
                common[i][k] = first.get(i).equals(second.get(k))
                        ? common[i + 1][k + 1] + 1
                        : Math.max(common[i + 1][k], common[i][k + 1]);
            }
        }
    }

    static List<Step> of(List<String> first, List<String> second) {
        return new Alignment(first, second).steps();
    }

    private List<Step> steps() {
        var steps = new ArrayList<Step>();
        var i = 0;
        var k = 0;
        while (i < first.size() || k < second.size()) {
            var step = step(i, k);
            steps.add(step);
            i += step instanceof Second ? 0 : 1;
            k += step instanceof First ? 0 : 1;
        }
        return steps;
    }

    private Step step(int i, int k) {
        if (k == second.size()) {
            return new First(first.get(i), i + 1);
        }
        if (i == first.size()) {
            return new Second(second.get(k), k + 1);
        }
        if (first.get(i).equals(second.get(k))) {
            return new Both(first.get(i));
        }
        return common[i + 1][k] >= common[i][k + 1] ? new First(first.get(i), i + 1) : new Second(second.get(k), k + 1);
    }
}
