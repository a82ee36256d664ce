package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * A person's consent.
 *
 * <p>The schema does not say what a key looks like: whoever writes a wrong one shall be told the right one, which only the
 * admission policy can, and the schema speaks first.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Approval(
        @JsonPropertyDescription("The user who approves: yourself.") @Required @Size(min = 1, max = 1024) @Nullable
        String by,

        @JsonPropertyDescription("status.approvalKey as you saw it.") @Required @Size(min = 1, max = 128) @Nullable
        String key,

        @JsonPropertyDescription("Why, in your words.") @Size(max = 1024) @Nullable
        String reason) {}
