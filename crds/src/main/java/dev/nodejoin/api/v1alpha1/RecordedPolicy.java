package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A policy as it was when an approval was recorded. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RecordedPolicy(
        @JsonPropertyDescription("Name of the NodeJoinPolicy.") @Required @Size(min = 1, max = 253) @Nullable
        String name,

        @JsonPropertyDescription("Hash of its specification.") @Size(max = 128) @Nullable
        String hash) {}
