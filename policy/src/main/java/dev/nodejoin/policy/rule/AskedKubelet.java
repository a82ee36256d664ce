package dev.nodejoin.policy.rule;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.handoff.KubeletPatch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What a request tells the machine's kubelet and kubeadm.
 *
 * @param patchedFields fields of the configuration, by their names at the top, that patches touch
 * @param unreadablePatches why a patch can't be read; nobody can say what it touches
 */
record AskedKubelet(
        List<Argument> extraArgs,
        List<String> patchedFields,
        List<String> unreadablePatches,
        List<String> skipPhases,
        List<String> ignorePreflightErrors,
        Optional<String> criSocket,
        String imagePullPolicy,
        Optional<Duration> certificateLifetime) {
    /** An argument as it is asked for. */
    record Argument(String name, String value) {}

    static AskedKubelet of(JsonNode kubelet) {
        var patches = stream(kubelet.path("patches")).map(AskedKubelet::touched).toList();
        return new AskedKubelet(
                stream(kubelet.path("extraArgs"))
                        .map(argument -> new Argument(
                                argument.path("name").asText(""),
                                argument.path("value").asText("")))
                        .toList(),
                patches.stream()
                        .flatMap(touched -> touched.fields().stream())
                        .distinct()
                        .toList(),
                patches.stream()
                        .flatMap(touched -> touched.unreadable().stream())
                        .toList(),
                AskedFields.list(kubelet.path("skipPhases")),
                AskedFields.list(kubelet.path("ignorePreflightErrors")),
                Optional.of(kubelet.path("criSocket").asText("")).filter(socket -> !socket.isEmpty()),
                kubelet.path("imagePullPolicy").asText("IfNotPresent"),
                Optional.of(kubelet.path("certificateLifetimeSeconds"))
                        .filter(JsonNode::isNumber)
                        .map(JsonNode::asLong)
                        .map(Duration::ofSeconds));
    }

    private record Touched(List<String> fields, Optional<String> unreadable) {}

    private static Touched touched(JsonNode patch) {
        try {
            var read = KubeletPatch.parse(
                    patch.path("type").asText(""), patch.path("patch").asText(""));
            return new Touched(read.fields(), Optional.empty());
        } catch (MalformedInputException e) {
            return new Touched(List.of(), Optional.of(String.valueOf(e.getMessage())));
        }
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
