package dev.nodejoin.protocol.handoff;

import dev.nodejoin.protocol.MalformedInputException;
import java.util.Set;

/**
 * A field at the top of the kubelet's configuration that a patch touches.
 *
 * @param written how the patch refers to it
 * @param name empty where the reference is to the whole configuration
 */
record PatchedField(String written, String name) {
    /** What the request itself decides: how the Node registers. */
    private static final Set<String> PROMISED = Set.of("registerNode", "registerWithTaints");

    /** Of a mapping: a field, or a directive for one, such as {@code $setElementOrder/field}. */
    static PatchedField ofKey(String key) {
        return new PatchedField(key, key.startsWith("$") ? afterSlash(key) : key);
    }

    /** Of RFC 6901, but what stands before the first slash is not looked at, as with kubeadm's library. */
    static PatchedField ofPath(String path) {
        var name = afterSlash(path).split("/", 2)[0];
        return new PatchedField(path, name.replace("~1", "/").replace("~0", "~"));
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
