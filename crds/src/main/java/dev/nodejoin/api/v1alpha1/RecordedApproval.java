package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.nodejoin.api.schema.KeyedList;
import dev.nodejoin.api.schema.Timestamps;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The approval as the operator recorded it. It is acted upon only while the specification still has this hash. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@SchemaCustomizer(value = Timestamps.class, input = "at")
@SchemaCustomizer(value = KeyedList.class, input = "policies=name")
public record RecordedApproval(
        @JsonPropertyDescription("Users whose approvals counted; empty if policies approved automatically.") @Nullable
        List<String> by,

        @JsonPropertyDescription("Policies that governed the request then.") @Size(max = 256) @Nullable
        List<RecordedPolicy> policies,

        @JsonPropertyDescription("Hash of the specification that they approved.") @Nullable
        String specHash,

        @JsonPropertyDescription("When the operator recorded it (RFC 3339).") @Nullable
        String at,

        @JsonPropertyDescription(
                "UID of the Node that bore the name when this was recorded. Gone once rejoin: IfNotReady has let"
                        + " another key in its place.")
        @Nullable
        String nodeUID) {}
