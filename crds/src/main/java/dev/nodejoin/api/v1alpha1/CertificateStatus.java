package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.nodejoin.api.schema.Timestamps;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import org.jspecify.annotations.Nullable;

/** The one certificate signing request that the operator approves for this join, and what came of it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@SchemaCustomizer(value = Timestamps.class, input = "issuedAt,notAfter")
public record CertificateStatus(
        @JsonPropertyDescription("Name of the CertificateSigningRequest.") @Nullable
        String requestName,

        @JsonPropertyDescription("UID of the CertificateSigningRequest.") @Nullable
        String requestUID,

        @JsonPropertyDescription(
                "SHA-256 of the DER SubjectPublicKeyInfo, as sha256:<hex>. Once approved, the only key.")
        @Nullable
        String publicKeySHA256,

        @JsonPropertyDescription("Serial number of the certificate, hexadecimal.") @Nullable
        String serial,

        @JsonPropertyDescription("When the certificate was seen to be issued (RFC 3339).") @Nullable
        String issuedAt,

        @JsonPropertyDescription("When the certificate ends (RFC 3339).") @Nullable
        String notAfter) {}
