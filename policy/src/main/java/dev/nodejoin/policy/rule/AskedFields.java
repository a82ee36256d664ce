package dev.nodejoin.policy.rule;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.nodejoin.api.v1alpha1.NodeJoinRequestSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What a request asks for, with the meaning of what is absent filled in. Read from the specification's JSON: a field that a
 * later specification has and no bound knows is not overlooked but stands in {@code unknown}.
 *
 * @param unknown fields that no bound speaks of
 */
record AskedFields(
        String nodeName,
        String role,
        String credential,
        String handOff,
        String discovery,
        boolean pinned,
        long tokenTtlSeconds,
        long deadlineSeconds,
        String rejoin,
        Map<String, String> labels,
        Set<String> annotations,
        List<Taint> taints,
        List<String> addresses,
        AskedKubelet kubelet,
        Optional<String> requestedBy,
        Set<String> unknown) {
    /** Every field that a bound speaks of, and the few that need none: {@code suspend} takes everything back, and how long
     * a machine waits and in what order it pulls images is its own business. */
    static final Set<String> KNOWN = Set.of(
            "nodeName",
            "role",
            "identity.publicKey",
            "identity.certificateRequest",
            "credential",
            "handOff",
            "discovery",
            "token.ttlSeconds",
            "deadlineSeconds",
            "rejoin",
            "node.labels",
            "node.annotations",
            "node.taints",
            "addresses",
            "kubelet.extraArgs",
            "kubelet.patches",
            "kubelet.skipPhases",
            "kubelet.ignorePreflightErrors",
            "kubelet.criSocket",
            "kubelet.imagePullPolicy",
            "kubelet.imagePullSerial",
            "kubelet.certificateLifetimeSeconds",
            "kubelet.timeouts",
            "requestedBy",
            "suspend");

    private static final Set<String> GROUPS = Set.of("identity", "token", "node", "kubelet");
    private static final JsonMapper JSON = JsonMapper.builder()
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();

    /** A taint as it is asked for. */
    record Taint(String key, String value, String effect) {}

    static AskedFields of(NodeJoinRequestSpec spec) {
        return of(JSON.<JsonNode>valueToTree(spec));
    }

    static AskedFields of(JsonNode spec) {
        return new AskedFields(
                spec.path("nodeName").asText(""),
                spec.path("role").asText("Worker"),
                spec.path("credential").asText("BootstrapToken"),
                spec.path("handOff").asText("Secret"),
                spec.path("discovery").asText("CABundle"),
                spec.path("identity").properties().stream()
                        .anyMatch(field -> !field.getValue().asText("").isEmpty()),
                spec.path("token").path("ttlSeconds").asLong(RequestDefaults.TOKEN_LIFETIME.toSeconds()),
                spec.path("deadlineSeconds").asLong(RequestDefaults.DEADLINE.toSeconds()),
                spec.path("rejoin").asText("Never"),
                texts(spec.path("node").path("labels")),
                texts(spec.path("node").path("annotations")).keySet(),
                taints(spec.path("node").path("taints")),
                list(spec.path("addresses")),
                AskedKubelet.of(spec.path("kubelet")),
                Optional.of(spec.path("requestedBy").asText("")).filter(user -> !user.isEmpty()),
                unknown(spec));
    }

    private static Map<String, String> texts(JsonNode map) {
        return map.properties().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, field -> field.getValue().asText("")));
    }

    private static List<Taint> taints(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(taint -> new Taint(
                        taint.path("key").asText(""),
                        taint.path("value").asText(""),
                        taint.path("effect").asText("")))
                .toList();
    }

    static List<String> list(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(entry -> entry.asText(""))
                .toList();
    }

    private static Set<String> unknown(JsonNode spec) {
        var fields = new TreeSet<String>();
        spec.properties().forEach(field -> {
            if (GROUPS.contains(field.getKey()))
                field.getValue().fieldNames().forEachRemaining(name -> fields.add(field.getKey() + "." + name));
            else fields.add(field.getKey());
        });
        fields.removeAll(KNOWN);
        return Set.copyOf(fields);
    }
}
