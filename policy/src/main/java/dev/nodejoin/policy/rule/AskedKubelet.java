package dev.nodejoin.policy.rule;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    private static final Set<String> SOCKET_ARGUMENTS = Set.of("container-runtime-endpoint", "image-service-endpoint");
    private static final List<String> SOCKET_FIELDS = List.of("containerRuntimeEndpoint", "imageServiceEndpoint");

    /** An argument as it is asked for. */
    record Argument(String name, String value) {}

    /**
     * A socket of a container runtime, wherever it is named.
     *
     * @param said as the request has it
     * @param name empty where that can't be told
     */
    record Socket(String field, String said, String name) {}

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

    /** All that could become the one that the kubelet uses. */
    Stream<Socket> sockets() {
        return Stream.of(
                        criSocket.stream().map(socket -> new Socket("kubelet.criSocket", socket, socket)),
                        extraArgs.stream()
                                .filter(argument -> SOCKET_ARGUMENTS.contains(argument.name()))
                                .map(argument -> new Socket(
                                        "kubelet.extraArgs",
                                        "%s=%s".formatted(argument.name(), argument.value()),
                                        argument.value())),
                        SOCKET_FIELDS.stream().flatMap(this::patchedSockets))
                .flatMap(sockets -> sockets);
    }

    private Stream<Socket> patchedSockets(String field) {
        return patches.readable().stream()
                .flatMap(patch -> patch.textsOf(field).stream())
                .map(text -> new Socket(
                        "kubelet.patches", "%s: %s".formatted(field, text.orElse("no text")), text.orElse("")));
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
