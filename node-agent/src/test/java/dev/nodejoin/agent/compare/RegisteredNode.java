package dev.nodejoin.agent.compare;

import io.fabric8.kubernetes.api.model.Node;
import java.util.Map;
import java.util.TreeMap;

/** What a Node says of itself, other than its state. */
final class RegisteredNode {
    private RegisteredNode() {}

    static Map<String, String> describe(Node node, Wording wording) {
        var facts = new TreeMap<String, String>();
        orEmpty(node.getMetadata().getLabels())
                .forEach((key, value) -> facts.put("label " + key, wording.plain(value)));
        orEmpty(node.getMetadata().getAnnotations())
                .forEach((key, value) -> facts.put("annotation " + key, wording.plain(value)));
        facts.put("providerID", String.valueOf(node.getSpec().getProviderID()));
        facts.put("unschedulable", String.valueOf(node.getSpec().getUnschedulable()));
        var taints = node.getSpec().getTaints();
        for (var i = 0; i < taints.size(); i++) {
            var taint = taints.get(i);
            facts.put("taint " + (i + 1), "%s=%s:%s".formatted(taint.getKey(), taint.getValue(), taint.getEffect()));
        }
        return facts;
    }

    private static Map<String, String> orEmpty(Map<String, String> map) {
        return map == null ? Map.of() : map;
    }
}
