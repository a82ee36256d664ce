package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** What is known of the machine before it joins. */
public record Identity(
        @JsonPropertyDescription(
                "Public key that the first certificate must carry: one PEM block PUBLIC KEY, as printed by `node-agent identity`. With it a stolen hand-off is worth nothing without the machine's private key.")
        @Nullable
        String publicKey) {}
