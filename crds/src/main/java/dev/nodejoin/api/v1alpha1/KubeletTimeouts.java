package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** How long the machine waits, in seconds. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KubeletTimeouts(
        @JsonPropertyDescription("For the cluster to be found; 300 when absent, at most 86400.")
        @Min(1)
        @Max(86400)
        @Nullable
        Long discoverySeconds,

        @JsonPropertyDescription("For the certificate; 300 when absent, at most 86400.") @Min(1) @Max(86400) @Nullable
        Long tlsBootstrapSeconds,

        @JsonPropertyDescription("For the kubelet to be healthy; 240 when absent, at most 86400.")
        @Min(1)
        @Max(86400)
        @Nullable
        Long kubeletHealthCheckSeconds,

        @JsonPropertyDescription("For a call of the API server to succeed; 60 when absent, at most 86400.")
        @Min(1)
        @Max(86400)
        @Nullable
        Long kubernetesAPICallSeconds) {}
