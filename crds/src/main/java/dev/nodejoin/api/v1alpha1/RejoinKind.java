package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether a machine may join in the place of the Node that bears its name already. */
public enum RejoinKind {
    @JsonProperty("Never")
    NEVER,
    @JsonProperty("SameKey")
    SAME_KEY,
    @JsonProperty("IfNotReady")
    IF_NOT_READY
}
