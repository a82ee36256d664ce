package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** Bounds of the certificate with which a node joins. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ClientCertificates(
        @JsonPropertyDescription(
                "Longest life in seconds, 600 to 315360000 (ten years). The node agent asks for so long. A signing request that asks for longer is denied. One that asks for nothing, as a kubelet's own, gets what the signer gives; if that is longer, the condition CertificateIssued says so.")
        @Min(600)
        @Max(315360000)
        @Nullable
        Long maxLifetimeSeconds) {}
