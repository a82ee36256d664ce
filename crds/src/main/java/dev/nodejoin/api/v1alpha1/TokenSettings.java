package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** Bounds of the bootstrap token. */
public record TokenSettings(
        @JsonPropertyDescription(
                "Lifetime of one token in seconds, 600 to 86400; 3600 when absent. A token that runs out before a certificate was issued is replaced until the deadline.")
        @Min(600)
        @Max(86400)
        @Nullable
        Long ttlSeconds) {}
