package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether a policy decides or only tells. */
public enum PolicyMode {
    /** What it refuses is refused. */
    @JsonProperty("Enforce")
    ENFORCE,
    /** What it would refuse is recorded, and nothing else happens. */
    @JsonProperty("Audit")
    AUDIT
}
