package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** One CertificateSigningRequest. */
public record CertificateRequestReference(
        @JsonPropertyDescription("Name of the CertificateSigningRequest.") @Required @Size(min = 1, max = 253) @Nullable
        String name,

        @JsonPropertyDescription("UID of the CertificateSigningRequest.") @Required @Size(min = 1, max = 64) @Nullable
        String uid) {}
