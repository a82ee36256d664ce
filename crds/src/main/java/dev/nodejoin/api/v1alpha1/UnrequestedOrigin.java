package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.nodejoin.api.schema.Timestamps;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** The machine that asked by itself, with a token that the operator did not mint. Facts of the API server, not of people. */
@SchemaCustomizer(value = Timestamps.class, input = "firstSeen")
@ValidationRule(
        value = "self.requester == 'system:bootstrap:' + self.tokenID",
        fieldPath = ".requester",
        message = "must be the user of the token: system:bootstrap:<tokenID>")
public record UnrequestedOrigin(
        @JsonPropertyDescription("The user who asked: system:bootstrap:<tokenID>.")
        @Required
        @Size(min = 1, max = 64)
        @Nullable
        String requester,

        @JsonPropertyDescription("Public half of the bootstrap token that the machine has.")
        @Required
        @Pattern("^[a-z0-9]{6}$")
        @Nullable
        String tokenID,

        @JsonPropertyDescription(
                "The certificate signing request that was seen first. A kubelet makes another while it waits.")
        @Required
        @Nullable
        CertificateRequestReference certificateRequest,

        @JsonPropertyDescription(
                "SHA-256 of the machine's public key, as sha256:<hex>: that of spec.identity.publicKey.")
        @Required
        @Pattern("^sha256:[0-9a-f]{64}$")
        @Nullable
        String publicKeySHA256,

        @JsonPropertyDescription("When the machine was first seen to ask (RFC 3339).")
        @Required
        @Size(max = 64)
        @Nullable
        String firstSeen) {}
