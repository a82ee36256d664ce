package dev.nodejoin.policy.certificate;

/**
 * What policies together say about a node's serving certificates.
 *
 * @param addressSource whose word about its addresses counts: with {@code REQUEST} that of whoever approved the request, with
 *     {@code NODE_STATUS} also that of the node, which writes its own status
 */
public record ServingTerms(boolean allowed, AddressSource addressSource) {
    /** What holds where no policy says anything. */
    public static final ServingTerms NONE = new ServingTerms(false, AddressSource.REQUEST);
}
