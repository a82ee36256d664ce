package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** What is known of the machine before it joins. */
public record Identity(
        @JsonPropertyDescription(
                "Public key that the first certificate must carry: one PEM block PUBLIC KEY, as printed by `node-agent identity`. With it a stolen hand-off is worth nothing without the machine's private key.")
        @Required
        @Size(max = 4096)
        @Pattern("^-----BEGIN PUBLIC KEY-----\\n([A-Za-z0-9+/]{1,76}={0,2}\\n)+-----END PUBLIC KEY-----\\n?$")
        @Nullable
        String publicKey) {}
