package dev.nodejoin.operator.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nodejoin.api.v1alpha1.NodeJoinRequestSpec;

/** Specifications as people write and edit them; single quotes may stand for double ones. */
final class Specifications {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    static final NodeJoinRequestSpec WORKER_1 = spec("{'nodeName': 'worker-1'}");

    private Specifications() {}

    static NodeJoinRequestSpec spec(String json) {
        try {
            return JSON.readValue(json.replace('\'', '"'), NodeJoinRequestSpec.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    /** The specification with the fields of {@code json} in the place of its own; null removes one. */
    static NodeJoinRequestSpec edited(NodeJoinRequestSpec spec, String json) {
        try {
            ObjectNode tree = JSON.valueToTree(spec);
            tree.setAll((ObjectNode) JSON.readTree(json.replace('\'', '"')));
            return JSON.treeToValue(tree, NodeJoinRequestSpec.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
