package dev.nodejoin.policy.certificate;

import java.util.Set;

/**
 * What serving certificate a node may have.
 *
 * @param approved the {@code addresses} of the approved request
 * @param vouchedFor a person approved them, and not a policy what somebody asked for
 * @param reported what the Node's status shows; the node itself wrote it
 */
public record PromisedServing(
        String nodeName,
        ServingTerms terms,
        Set<HostAddress> approved,
        boolean vouchedFor,
        Set<HostAddress> reported,
        Surroundings surroundings) {
    public PromisedServing {
        approved = Set.copyOf(approved);
        reported = Set.copyOf(reported);
    }

    /** It is the node's, whoever else claims it. */
    boolean isVouchedFor(HostAddress address) {
        return vouchedFor && approved.contains(address);
    }

    /** Whoever asked for the Node has said that it is the node's, and that was approved. */
    boolean isApproved(HostAddress address) {
        return approved.contains(address) || address.equals(new HostAddress(nodeName));
    }
}
