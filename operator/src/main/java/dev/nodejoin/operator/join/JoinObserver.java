package dev.nodejoin.operator.join;

import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import dev.nodejoin.api.v1alpha1.NodeJoinRequestStatus;
import dev.nodejoin.operator.approval.ProtectionObserver;
import dev.nodejoin.operator.approval.WrittenApprovalReader;
import dev.nodejoin.operator.csr.CertificateRequestFacts;
import dev.nodejoin.operator.csr.CertificateRequestReader;
import dev.nodejoin.operator.plan.Governance;
import dev.nodejoin.operator.plan.JoinSnapshot;
import dev.nodejoin.operator.plan.RequestFacts;
import dev.nodejoin.operator.policy.PolicyLibrary;
import dev.nodejoin.operator.serving.ServingObserver;
import dev.nodejoin.operator.token.Attempts;
import dev.nodejoin.policy.approval.WrittenApproval;
import dev.nodejoin.protocol.token.TokenId;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequest;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Gathers from caches and memory what a decision may look at. Reads nothing from the API server but its public address, for an
 * undecided request for a serving certificate; the answer is good for a minute.
 */
public final class JoinObserver {
    private final JoinCaches caches;
    private final ProtectionObserver protection;
    private final Attempts attempts;
    private final ServingObserver serving;
    private final PolicyLibrary library;
    private final JoinSettings settings;
    private final RandomGenerator random;

    JoinObserver(
            JoinCaches caches,
            ProtectionObserver protection,
            Attempts attempts,
            ServingObserver serving,
            PolicyLibrary library,
            JoinSettings settings,
            RandomGenerator random) {
        this.caches = caches;
        this.protection = protection;
        this.attempts = attempts;
        this.serving = serving;
        this.library = library;
        this.settings = settings;
        this.random = random;
    }

    JoinSnapshot observe(NodeJoinRequest request) {
        var facts = facts(request);
        var nodeName = facts.nodeName();
        var token = facts.status().token();
        var attempt = attempts.find(facts.uid(), token == null ? null : token.id());
        var observed = protection.observe();
        var node = caches.node(nodeName);
        var governance = governance(request);
        return new JoinSnapshot(
                facts,
                settings.namespaces().contains(facts.namespace()),
                observed.protection(),
                observed.since(),
                governance.terms(facts),
                governance,
                writtenApprovals(request),
                caches.hold(nodeName, settings.operatorNamespace()),
                node.map(NodeReader::read),
                certificateRequests(facts),
                attempt.own(),
                attempt.buried(),
                settings.claimant(),
                TokenId.random(random),
                serving.observe(request, node, governance.serving(facts)),
                caches.bans());
    }

    private Governance governance(NodeJoinRequest request) {
        var labels = request.getMetadata().getLabels();
        return new Governance(library.readAll(caches.joinPolicies()), labels == null ? Map.of() : labels);
    }

    private List<WrittenApproval> writtenApprovals(NodeJoinRequest request) {
        return caches.approvals(ResourceID.fromResource(request)).stream()
                .map(WrittenApprovalReader::read)
                .toList();
    }

    static NodeJoinRequestStatus statusOf(NodeJoinRequest request) {
        return request.getStatus() == null ? NodeJoinRequestStatus.EMPTY : request.getStatus();
    }

    public static RequestFacts facts(NodeJoinRequest request) {
        var metadata = request.getMetadata();
        return new RequestFacts(
                metadata.getNamespace(),
                metadata.getName(),
                metadata.getUid(),
                metadata.getGeneration(),
                Instant.parse(metadata.getCreationTimestamp()),
                request.getSpec(),
                statusOf(request));
    }

    /** Those of the newest token or of the machine that asked by itself, and the claimed one even if an older token made it. */
    private List<CertificateRequestFacts> certificateRequests(RequestFacts request) {
        var made = request.origin()
                .map(caches::certificateRequests)
                .or(() -> request.tokenId().map(caches::certificateRequests))
                .orElse(List.of());
        return Stream.concat(made.stream(), claimed(request.status()).stream())
                .map(CertificateRequestReader::read)
                .distinct()
                .toList();
    }

    private Optional<CertificateSigningRequest> claimed(NodeJoinRequestStatus status) {
        return Optional.ofNullable(status.certificate())
                .flatMap(certificate -> Optional.ofNullable(certificate.requestName()))
                .flatMap(caches::certificateRequest);
    }
}
