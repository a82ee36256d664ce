package dev.nodejoin.policy.certificate;

/** Where the addresses come from that a serving certificate may carry. */
public enum AddressSource {
    /** The approved specification of the request. */
    REQUEST,
    /** The status of the Node, which the node itself writes. */
    NODE_STATUS
}
