package dev.nodejoin.agent.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything that was found so far, held against what is allowed. */
final class Tally {
    private final String title;
    private final String kubernetesVersion;
    private final Map<Allowance, Integer> allowed = new LinkedHashMap<>();
    private final Map<String, List<Difference>> unexpected = new LinkedHashMap<>();
    private int scenarios;
    private int compared;

    Tally(String title, String kubernetesVersion, List<Allowance> allowances) {
        this.title = title;
        this.kubernetesVersion = kubernetesVersion;
        allowances.stream()
                .filter(allowance -> allowance.appliesTo(kubernetesVersion))
                .forEach(allowance -> allowed.put(allowance, 0));
    }

    /** Those differences of the findings that no allowance covers. */
    List<Difference> unexpected(String scenario, Findings findings) {
        return findings.differences().stream()
                .filter(difference -> allowances(scenario, difference).isEmpty())
                .toList();
    }

    /** Counts the findings of a scenario, and gives those that no allowance covers. */
    synchronized List<Difference> add(String scenario, Findings findings) {
        scenarios++;
        compared += findings.compared();
        for (var difference : findings.differences()) {
            allowances(scenario, difference).forEach(allowance -> allowed.merge(allowance, 1, Integer::sum));
        }
        var rest = unexpected(scenario, findings);
        if (!rest.isEmpty()) {
            unexpected.put(scenario, rest);
        }
        return rest;
    }

    private List<Allowance> allowances(String scenario, Difference difference) {
        return allowed.keySet().stream()
                .filter(allowance -> allowance.covers(scenario, difference))
                .limit(1)
                .toList();
    }

    /** What is allowed but was never seen: it says something about the product that is no longer true. */
    synchronized List<String> unused() {
        return allowed.entrySet().stream()
                .filter(entry -> entry.getValue() == 0)
                .map(entry -> "%s: %s: %s"
                        .formatted(
                                entry.getKey().aspect(),
                                entry.getKey().subject(),
                                entry.getKey().reason()))
                .toList();
    }

    synchronized String report() {
        var allowedCount = allowed.values().stream().mapToInt(Integer::intValue).sum();
        var unexpectedCount = unexpected.values().stream().mapToInt(List::size).sum();
        var lines = new ArrayList<String>();
        lines.add(
                "%s, kubeadm %s beside node-agent: %d scenarios, %d comparisons: %d equal, %d differ as allowed, %d differ unexpectedly"
                        .formatted(
                                title,
                                kubernetesVersion,
                                scenarios,
                                compared,
                                compared - allowedCount - unexpectedCount,
                                allowedCount,
                                unexpectedCount));
        allowedByReason().forEach((reason, count) -> lines.add("  allowed %4d x  %s".formatted(count, reason)));
        unexpected.forEach((scenario, differences) -> {
            lines.add("  UNEXPECTED in \"%s\":".formatted(scenario));
            differences.forEach(difference -> lines.add("    " + difference));
        });
        return String.join(System.lineSeparator(), lines) + System.lineSeparator();
    }

    private Map<String, Integer> allowedByReason() {
        var counts = new LinkedHashMap<String, Integer>();
        allowed.forEach((allowance, count) ->
                counts.merge(allowance.aspect().heading() + ": " + allowance.reason(), count, Integer::sum));
        return counts;
    }
}
