package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** A taint of the Node, as in {@code Node.spec.taints}. */
public record NodeTaint(
        @JsonPropertyDescription("Taint key.") @Nullable String key,

        @JsonPropertyDescription("Taint value; empty when absent.") @Nullable
        String value,

        @JsonPropertyDescription("NoSchedule, PreferNoSchedule or NoExecute.") @Nullable
        String effect) {}
