package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.nodejoin.api.schema.Timestamps;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Who is put out, until when and why. A name and a key in one ban are banned each by itself. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@SchemaCustomizer(value = Timestamps.class, input = "until")
@ValidationRule(
        value = "has(self.nodeName) || has(self.publicKeySHA256)",
        message = "say what is banned: nodeName, publicKeySHA256, or both")
@ValidationRule(
        value = "has(self.nodeName) == has(oldSelf.nodeName)"
                + " && (!has(self.nodeName) || self.nodeName == oldSelf.nodeName)",
        fieldPath = ".nodeName",
        message = "nodeName can't be changed, added or removed: create another ban")
@ValidationRule(
        value = "has(self.publicKeySHA256) == has(oldSelf.publicKeySHA256)"
                + " && (!has(self.publicKeySHA256) || self.publicKeySHA256 == oldSelf.publicKeySHA256)",
        fieldPath = ".publicKeySHA256",
        message = "publicKeySHA256 can't be changed, added or removed: create another ban")
public record NodeJoinBanSpec(
        @JsonPropertyDescription(
                "Name of the Node: nothing that system:node:<nodeName> writes is taken, nor is a certificate that it asks for approved, from the moment this ban is written. No such Node joins. Can't be changed.")
        @Size(min = 1, max = 253)
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$")
        @Nullable
        String nodeName,

        @JsonPropertyDescription(
                "SHA-256 of a key (DER SubjectPublicKeyInfo), as a request's status.certificate.publicKeySHA256 shows it: no Node joins with it. A Node that is in is put out by its name only. Can't be changed.")
        @Size(min = 71, max = 71)
        @Pattern("^sha256:[0-9a-f]{64}$")
        @Nullable
        String publicKeySHA256,

        @JsonPropertyDescription(
                "When the ban is over (RFC 3339); when absent it holds until it is deleted. The operator lifts it, so it holds longer while no operator runs. Once it is over it can't be changed.")
        @Size(max = 64)
        @Nullable
        String until,

        @JsonPropertyDescription("Why, for people.") @Size(max = 1024) @Nullable
        String reason) {}
