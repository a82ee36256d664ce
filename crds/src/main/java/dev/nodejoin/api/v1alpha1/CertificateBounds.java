package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** What certificates may be. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CertificateBounds(
        @JsonPropertyDescription("The certificate with which a node joins.") @Nullable
        ClientCertificates client,

        @JsonPropertyDescription("The certificate with which a kubelet serves.") @Nullable
        ServingCertificates serving) {}
