package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.nodejoin.api.schema.Timestamps;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import org.jspecify.annotations.Nullable;

/** What one bootstrap token asks for that nobody requested. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@SchemaCustomizer(value = Timestamps.class, input = "since")
public record UnrequestedToken(
        @JsonPropertyDescription("User name of the token's bearer, system:bootstrap:<id>.") @Nullable
        String requester,

        @JsonPropertyDescription("How many of its certificate signing requests are undecided.") @Nullable
        Integer pendingRequests,

        @JsonPropertyDescription("Name of the newest of them.") @Nullable
        String newestRequest,

        @JsonPropertyDescription("When the oldest of them was made (RFC 3339).") @Nullable
        String since) {}
