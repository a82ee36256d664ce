package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.nodejoin.api.schema.Timestamps;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** The one request that an approval approves, whatever comes under its name later. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@SchemaCustomizer(value = Timestamps.class, input = "at")
public record SpentOn(
        @JsonPropertyDescription("UID of the NodeJoinRequest.") @Required @Size(min = 1, max = 64) @Nullable
        String uid,

        @JsonPropertyDescription("When the operator wrote this (RFC 3339).") @Nullable
        String at) {}
