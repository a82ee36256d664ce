package dev.nodejoin.operator.plan;

import dev.nodejoin.operator.csr.CertificateRequestFacts;
import dev.nodejoin.policy.certificate.HostAddress;
import dev.nodejoin.policy.certificate.ServingTerms;
import dev.nodejoin.policy.certificate.Surroundings;
import java.util.List;
import java.util.Set;

/**
 * What a decision about a node's serving certificate may look at.
 *
 * @param terms what policies say about it
 * @param certificateRequests those that the node made for the signer of serving certificates
 * @param reported the addresses that the Node shows
 * @param surroundings found out only if there is something to decide
 */
public record ServingFacts(
        ServingTerms terms,
        List<CertificateRequestFacts> certificateRequests,
        Set<HostAddress> reported,
        Surroundings surroundings) {
    /** Where no policy allows serving certificates nothing else is looked at. */
    public static final ServingFacts NOT_ALLOWED =
            new ServingFacts(ServingTerms.NONE, List.of(), Set.of(), Surroundings.UNKNOWN);

    public ServingFacts {
        certificateRequests = List.copyOf(certificateRequests);
        reported = Set.copyOf(reported);
    }
}
