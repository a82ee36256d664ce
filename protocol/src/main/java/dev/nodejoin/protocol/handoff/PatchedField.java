package dev.nodejoin.protocol.handoff;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nodejoin.protocol.MalformedInputException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A field at the top of the kubelet's configuration that a patch touches.
 *
 * @param written how the patch refers to it
 * @param name empty where the reference is to the whole configuration
 * @param value what the patch says that it shall be; empty where it is to become something else
 */
record PatchedField(String written, String name, Optional<JsonNode> value) {
    /** What the request itself decides: how the Node registers. */
    private static final Set<String> PROMISED = Set.of("registerNode", "registerWithTaints");

    /** Operations that put their value there; others may have one too, which means nothing. */
    private static final Set<String> SETTING = Set.of("add", "replace");

    /** Of a mapping: a field, or a directive for one, such as {@code $setElementOrder/field}. */
    static PatchedField of(Map.Entry<String, JsonNode> entry) {
        var key = entry.getKey();
        return key.startsWith("$")
                ? new PatchedField(key, afterSlash(key), Optional.empty())
                : new PatchedField(key, key, Optional.of(entry.getValue()));
    }

    /** Of an operation: one, or two where it takes what it puts somewhere from another place. */
    static Stream<PatchedField> ofOperation(JsonNode operation) {
        return Stream.of("path", "from")
                .filter(operation::has)
                .map(place -> ofPath(
                        operation.path(place).textValue(),
                        SETTING.contains(operation.path("op").textValue())
                                ? Optional.ofNullable(operation.get("value"))
                                : Optional.empty()));
    }

    /** By RFC 6901, but what stands before the first slash is not looked at, as with kubeadm's library. */
    private static PatchedField ofPath(String path, Optional<JsonNode> value) {
        var parts = afterSlash(path).split("/", 2);
        return new PatchedField(
                path, parts[0].replace("~1", "/").replace("~0", "~"), parts.length == 1 ? value : Optional.empty());
    }

    private static String afterSlash(String text) {
        return text.substring(text.indexOf('/') < 0 ? text.length() : text.indexOf('/') + 1);
    }

    /** Throws {@link MalformedInputException} where no patch may touch it. */
    void requireFree() {
        if (name.isEmpty())
            throw new MalformedInputException(
                    "it changes the configuration as a whole, by \"%s\"; have it name the fields that it changes"
                            .formatted(written));
        if (PROMISED.contains(name))
            throw new MalformedInputException(
                    "%s can't be patched: the request says how the Node registers".formatted(name));
    }
}
