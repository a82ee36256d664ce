package dev.nodejoin.policy.approval;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.erdtman.jcs.JsonCanonicalizer;

/** One text for one specification (RFC 8785). Absent fields stay absent. */
final class CanonicalJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build();

    private CanonicalJson() {}

    static ObjectNode tree(Object specification) {
        return JSON.valueToTree(specification);
    }

    static byte[] bytes(ObjectNode tree) {
        try {
            return new JsonCanonicalizer(JSON.writeValueAsString(tree)).getEncodedUTF8();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A specification could not be written as JSON", e);
        } catch (IOException e) {
            throw new IllegalStateException("A specification has no canonical form", e);
        }
    }
}
