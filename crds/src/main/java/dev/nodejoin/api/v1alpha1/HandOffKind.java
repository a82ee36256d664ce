package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the credential reaches the machine. */
public enum HandOffKind {
    @JsonProperty("Secret")
    SECRET
}
