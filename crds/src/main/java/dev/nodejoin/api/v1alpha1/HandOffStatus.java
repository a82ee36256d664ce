package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** Where the credential waits for the machine. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HandOffStatus(
        @JsonPropertyDescription("Kind of hand-off.") @Nullable
        HandOffKind kind,

        @JsonPropertyDescription("Name of the Secret in this namespace.") @Nullable
        String name) {}
