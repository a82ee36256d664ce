package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where the addresses come from that a serving certificate may carry. */
public enum AddressSource {
    /** The approved specification of the request. */
    @JsonProperty("Request")
    REQUEST,
    /** The status of the Node, which the node itself writes. */
    @JsonProperty("NodeStatus")
    NODE_STATUS
}
