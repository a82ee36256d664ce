package dev.nodejoin.policy.certificate;

/**
 * What policies say about a node's serving certificates.
 *
 * @param source where its addresses are taken from, if they are allowed at all
 */
public record ServingTerms(boolean allowed, AddressSource source) {
    /** What holds where no policy says anything. */
    public static final ServingTerms NOT_ALLOWED = new ServingTerms(false, AddressSource.REQUEST);

    /** Whose word counts. */
    public enum AddressSource {
        /** That of whoever approved the request: its {@code addresses}, and the node's name. */
        REQUEST,

        /** Also that of the node, which writes its own status: what its Node shows, unless somebody else has it. */
        NODE_STATUS
    }
}
