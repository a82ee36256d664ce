package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the machine proves itself with before it has a certificate. */
public enum CredentialKind {
    @JsonProperty("BootstrapToken")
    BOOTSTRAP_TOKEN
}
