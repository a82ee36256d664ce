package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** A person's consent. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Approval(
        @JsonPropertyDescription("The user who approves: yourself.") @Nullable
        String by,

        @JsonPropertyDescription("status.approvalKey as you saw it.") @Nullable
        String key,

        @JsonPropertyDescription("Why, in your words.") @Nullable
        String reason) {}
