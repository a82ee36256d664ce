package dev.nodejoin.policy.approval;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nodejoin.api.v1alpha1.NodeJoinRequestSpec;
import java.io.IOException;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * Hash of what an approval approves: the specification as written, without {@code suspend}.
 *
 * <p>The form is {@code v1:sha256:<64 hex digits>} over RFC 8785 canonical JSON. Absent fields stay absent, so a field that
 * is spelled out with its default hashes differently: it is another text that somebody read.
 */
public record SpecHash(String value) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build();

    public static SpecHash of(NodeJoinRequestSpec spec) {
        return new SpecHash("v1:sha256:" + Sha256.hex(canonical(spec)));
    }

    private static byte[] canonical(NodeJoinRequestSpec spec) {
        ObjectNode approved = JSON.valueToTree(spec);
        approved.remove("suspend");
        try {
            return new JsonCanonicalizer(JSON.writeValueAsString(approved)).getEncodedUTF8();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A specification could not be written as JSON", e);
        } catch (IOException e) {
            throw new IllegalStateException("A specification has no canonical form", e);
        }
    }
}
