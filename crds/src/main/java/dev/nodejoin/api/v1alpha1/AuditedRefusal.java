package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.nodejoin.api.schema.Timestamps;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import org.jspecify.annotations.Nullable;

/** One thing that a policy of mode Audit would have refused. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@SchemaCustomizer(value = Timestamps.class, input = "at")
public record AuditedRefusal(
        @JsonPropertyDescription("Namespace of the NodeJoinRequest.") @Nullable
        String namespace,

        @JsonPropertyDescription("Name of the NodeJoinRequest.") @Nullable
        String name,

        @JsonPropertyDescription("UID of the NodeJoinRequest.") @Nullable
        String requestUID,

        @JsonPropertyDescription("Why it would have been refused.") @Nullable
        String message,

        @JsonPropertyDescription("When that was first seen (RFC 3339).") @Nullable
        String at) {}
