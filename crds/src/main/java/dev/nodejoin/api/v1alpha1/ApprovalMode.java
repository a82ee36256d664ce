package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who approves. */
public enum ApprovalMode {
    /** People. */
    @JsonProperty("Manual")
    MANUAL,
    /** Nobody has to be asked. */
    @JsonProperty("Automatic")
    AUTOMATIC
}
