package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** The Node that came of this join. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RegisteredNode(
        @JsonPropertyDescription("UID of the Node.") @Nullable
        String uid) {}
