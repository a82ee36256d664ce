package dev.nodejoin.policy.approval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.nodejoin.api.v1alpha1.NodeJoinRequestSpec;

/** Specifications as people write them. */
final class Specifications {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    static final NodeJoinRequestSpec WORKER_1 = spec("{'nodeName': 'worker-1'}");

    private Specifications() {}

    /** Reads JSON; single quotes may stand for double ones. */
    static NodeJoinRequestSpec spec(String json) {
        try {
            return JSON.readValue(json.replace('\'', '"'), NodeJoinRequestSpec.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
