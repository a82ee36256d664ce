package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether something else than the operator can approve what is asked for with bootstrap tokens. */
public enum BootstrapState {
    @JsonProperty("Open")
    OPEN,
    @JsonProperty("Closed")
    CLOSED
}
