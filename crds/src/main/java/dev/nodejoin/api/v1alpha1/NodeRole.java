package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the joined machine will be. */
public enum NodeRole {
    @JsonProperty("Worker")
    WORKER
}
