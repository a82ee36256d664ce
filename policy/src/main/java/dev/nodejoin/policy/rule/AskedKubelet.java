package dev.nodejoin.policy.rule;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What a request tells the machine's kubelet and kubeadm. */
record AskedKubelet(
        List<Argument> extraArgs,
        AskedPatches patches,
        List<String> skipPhases,
        List<String> ignorePreflightErrors,
        Optional<String> criSocket,
        String imagePullPolicy,
        Optional<Duration> certificateLifetime) {
    /** An argument as it is asked for. */
    record Argument(String name, String value) {}

    static AskedKubelet of(JsonNode kubelet) {
        return new AskedKubelet(
                stream(kubelet.path("extraArgs"))
                        .map(argument -> new Argument(
                                argument.path("name").asText(""),
                                argument.path("value").asText("")))
                        .toList(),
                new AskedPatches(stream(kubelet.path("patches")).toList()),
                AskedFields.list(kubelet.path("skipPhases")),
                AskedFields.list(kubelet.path("ignorePreflightErrors")),
                Optional.of(kubelet.path("criSocket").asText("")).filter(socket -> !socket.isEmpty()),
                kubelet.path("imagePullPolicy").asText("IfNotPresent"),
                Optional.of(kubelet.path("certificateLifetimeSeconds"))
                        .filter(JsonNode::isNumber)
                        .map(JsonNode::asLong)
                        .map(Duration::ofSeconds));
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
