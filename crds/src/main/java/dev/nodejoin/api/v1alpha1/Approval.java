package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A person's consent. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Approval(
        @JsonPropertyDescription("The user who approves: yourself.") @Required @Size(min = 1, max = 1024) @Nullable
        String by,

        @JsonPropertyDescription("status.approvalKey as you saw it.")
        @Required
        @Size(max = 128)
        @Pattern("^v[0-9]+:([a-z0-9]+:)?[0-9a-f]{32,}$")
        @Nullable
        String key,

        @JsonPropertyDescription("Why, in your words.") @Size(max = 1024) @Nullable
        String reason) {}
