package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** A person's final no. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Denial(
        @JsonPropertyDescription("The user who denies: yourself.") @Nullable
        String by,

        @JsonPropertyDescription("Why, in your words.") @Nullable
        String reason) {}
