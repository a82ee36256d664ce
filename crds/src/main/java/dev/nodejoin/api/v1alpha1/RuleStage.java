package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** When a rule is asked. */
public enum RuleStage {
    /** Before a request may be approved, and until its certificate is issued. */
    @JsonProperty("Request")
    REQUEST,
    /** Before a client certificate is approved. */
    @JsonProperty("Certificate")
    CERTIFICATE,
    /** Before a serving certificate is approved. */
    @JsonProperty("ServingCertificate")
    SERVING_CERTIFICATE
}
