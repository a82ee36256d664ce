package dev.nodejoin.policy.certificate;

import java.util.Set;

/**
 * What serving certificate a node may have.
 *
 * @param approved the {@code addresses} of the approved request
 * @param reported what the Node's status shows; the node itself wrote it
 */
public record PromisedServing(
        String nodeName,
        ServingTerms terms,
        Set<HostAddress> approved,
        Set<HostAddress> reported,
        Surroundings surroundings) {
    public PromisedServing {
        approved = Set.copyOf(approved);
        reported = Set.copyOf(reported);
    }

    /** Somebody who was allowed to has said that it is the node's. */
    boolean isApproved(HostAddress address) {
        return approved.contains(address) || address.equals(new HostAddress(nodeName));
    }
}
