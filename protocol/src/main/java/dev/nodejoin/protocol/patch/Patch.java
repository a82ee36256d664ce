package dev.nodejoin.protocol.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nodejoin.protocol.MalformedInputException;

/**
 * One change to a document.
 *
 * @param origin where it stands, for people
 */
record Patch(String origin, PatchType type, JsonNode content) {
    /** The changed document; the given one is left as it was. Throws {@link PatchMismatchException} where it can't be. */
    ObjectNode applyTo(ObjectNode document) {
        try {
            return switch (type) {
                case STRATEGIC -> StrategicMergePatch.apply(document, content);
                case MERGE -> MergePatch.apply(document, content);
                case JSON -> JsonPatch.apply(document, content);
            };
        } catch (MalformedInputException e) {
            throw new PatchMismatchException("the patch %s can't be applied to the kubelet's configuration: %s"
                    .formatted(origin, e.getMessage()));
        }
    }
}
