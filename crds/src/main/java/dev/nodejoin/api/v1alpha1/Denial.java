package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A person's final no. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Denial(
        @JsonPropertyDescription("The user who denies: yourself.") @Required @Size(min = 1, max = 1024) @Nullable
        String by,

        @JsonPropertyDescription("Why, in your words.") @Size(max = 1024) @Nullable
        String reason) {}
