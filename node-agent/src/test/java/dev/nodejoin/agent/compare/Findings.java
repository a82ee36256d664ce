package dev.nodejoin.agent.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What a comparison found.
 *
 * @param compared how many things were compared
 */
record Findings(int compared, List<Difference> differences) {
    Findings {
        differences = List.copyOf(differences);
    }

    /** Compares every fact that one of them has, and every event in its place. */
    static Findings between(Evidence kubeadm, Evidence agent) {
        var compared = 0;
        var differences = new ArrayList<Difference>();
        for (var aspect : Aspect.values()) {
            compared += compareFacts(aspect, kubeadm.facts(aspect), agent.facts(aspect), differences);
            compared += compareEvents(aspect, kubeadm.events(aspect), agent.events(aspect), differences);
        }
        return new Findings(compared, differences);
    }

    private static int compareFacts(
            Aspect aspect, Map<String, String> kubeadm, Map<String, String> agent, List<Difference> differences) {
        var subjects = new TreeSet<>(kubeadm.keySet());
        subjects.addAll(agent.keySet());
        for (var subject : subjects) {
            var theirs = kubeadm.getOrDefault(subject, Difference.NOTHING);
            var ours = agent.getOrDefault(subject, Difference.NOTHING);
            if (!theirs.equals(ours)) {
                differences.add(new Difference(aspect, subject, theirs, ours));
            }
        }
        return subjects.size();
    }

    private static int compareEvents(
            Aspect aspect, List<String> kubeadm, List<String> agent, List<Difference> differences) {
        var steps = Alignment.of(kubeadm, agent);
        for (var step : steps) {
            switch (step) {
                case Alignment.Both _ -> {}
                case Alignment.First(String event, int place) ->
                    differences.add(new Difference(aspect, event, "call " + place, Difference.NOTHING));
                case Alignment.Second(String event, int place) ->
                    differences.add(new Difference(aspect, event, Difference.NOTHING, "call " + place));
            }
        }
        return steps.size();
    }
}
