package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.nodejoin.api.schema.Timestamps;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import org.jspecify.annotations.Nullable;

/** A certificate with which a kubelet serves, as it was issued. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@SchemaCustomizer(value = Timestamps.class, input = "notAfter")
public record ServingCertificateStatus(
        @JsonPropertyDescription("Name of the CertificateSigningRequest.") @Nullable
        String requestName,

        @JsonPropertyDescription("Serial number, hexadecimal.") @Nullable
        String serial,

        @JsonPropertyDescription("End of the certificate's validity (RFC 3339).") @Nullable
        String notAfter) {}
