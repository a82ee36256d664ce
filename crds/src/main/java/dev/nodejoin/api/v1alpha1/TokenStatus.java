package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.nodejoin.api.schema.Timestamps;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import org.jspecify.annotations.Nullable;

/** The newest attempt to mint a bootstrap token. Never carries the token's secret. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@SchemaCustomizer(value = Timestamps.class, input = "expiresAt,claimedAt")
public record TokenStatus(
        @JsonPropertyDescription("Public half of the token: its user is system:bootstrap:<id>.") @Nullable
        String id,

        @JsonPropertyDescription("Number of the attempt, from 1.") @Nullable
        Integer attempt,

        @JsonPropertyDescription("Claimed, Live, Revoking or Revoked.") @Nullable
        TokenState state,

        @JsonPropertyDescription("When the token runs out (RFC 3339).") @Nullable
        String expiresAt,

        @JsonPropertyDescription("The operator process that may mint this attempt.") @Nullable
        String claimedBy,

        @JsonPropertyDescription("When it was claimed (RFC 3339).") @Nullable
        String claimedAt) {}
