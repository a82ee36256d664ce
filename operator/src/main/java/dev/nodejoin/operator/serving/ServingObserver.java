package dev.nodejoin.operator.serving;

import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import dev.nodejoin.operator.csr.CertificateRequestFacts;
import dev.nodejoin.operator.csr.CertificateRequestReader;
import dev.nodejoin.operator.plan.ServingFacts;
import dev.nodejoin.policy.certificate.HostAddress;
import dev.nodejoin.policy.certificate.ServingTerms;
import dev.nodejoin.policy.certificate.Surroundings;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Gathers what a decision about a node's serving certificate may look at. Where policies allow none, or nothing is asked for, it
 * looks at little; the rest of the cluster is looked at only for a request that is undecided. All of it is in caches but the
 * public address of the API server, which is read again after a minute at the earliest.
 */
public final class ServingObserver {
    private final ServingCaches caches;
    private final SurroundingsObserver surroundings;

    public ServingObserver(ServingCaches caches, SurroundingsObserver surroundings) {
        this.caches = caches;
        this.surroundings = surroundings;
    }

    /**
     * What is known at this moment.
     *
     * @param node the Node that bears the request's name
     * @param said what policies say about its certificates
     */
    public ServingFacts observe(NodeJoinRequest request, Optional<Node> node, ServingTerms said) {
        var nodeName = request.getSpec().nodeName();
        if (!said.allowed() || nodeName == null || node.isEmpty())
            return new ServingFacts(said, List.of(), Set.of(), Surroundings.UNKNOWN);
        var requests = caches.certificateRequests(nodeName).stream()
                .map(CertificateRequestReader::read)
                .toList();
        var undecided = requests.stream().anyMatch(CertificateRequestFacts::isUndecided);
        return new ServingFacts(
                said,
                requests,
                node.stream().flatMap(ServingObserver::reported).collect(Collectors.toSet()),
                undecided ? surroundings.observe(nodeName) : Surroundings.UNKNOWN);
    }

    /** The addresses that a Node shows, its name not included. */
    static Stream<HostAddress> reported(Node node) {
        if (node.getStatus() == null || node.getStatus().getAddresses() == null) return Stream.of();
        return node.getStatus().getAddresses().stream()
                .map(NodeAddress::getAddress)
                .filter(Objects::nonNull)
                .map(HostAddress::new);
    }
}
