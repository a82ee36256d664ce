package dev.nodejoin.operator.gate;

import dev.nodejoin.api.v1alpha1.CertificateRequestReference;
import dev.nodejoin.api.v1alpha1.Identity;
import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import dev.nodejoin.api.v1alpha1.NodeJoinRequestSpec;
import dev.nodejoin.api.v1alpha1.NodeJoinRequestStatus;
import dev.nodejoin.api.v1alpha1.UnrequestedOrigin;
import dev.nodejoin.operator.gate.plan.GateEffect;
import dev.nodejoin.policy.gate.InboxCandidate;
import dev.nodejoin.policy.gate.InboxEntry;
import dev.nodejoin.policy.gate.InboxEntry.Decision;
import dev.nodejoin.policy.rule.RequestDefaults;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** Machines that nobody asked for, as NodeJoinRequests. */
final class InboxRequests {
    /** Marks them; the value is always {@code true}. What they are is told by {@code spec.unrequested}. */
    static final String LABEL = "nodejoin.dev/inbox";

    private InboxRequests() {}

    static NodeJoinRequest toRequest(GateEffect.TakeIn takeIn, String operatorUser) {
        var request = new NodeJoinRequest();
        request.setMetadata(new ObjectMetaBuilder()
                .withNamespace(takeIn.namespace())
                .withName(takeIn.candidate().name())
                .addToLabels(LABEL, "true")
                .build());
        request.setSpec(spec(takeIn.candidate(), takeIn.timeToLive(), operatorUser));
        return request;
    }

    /** The operator asks, so that it is nobody's of those who approve. */
    private static NodeJoinRequestSpec spec(InboxCandidate candidate, Duration timeToLive, String operatorUser) {
        return new NodeJoinRequestSpec(
                candidate.nodeName(),
                null,
                new Identity(candidate.key().toPem()),
                null,
                null,
                null,
                null,
                timeToLive.toSeconds(),
                null,
                null,
                null,
                null,
                origin(candidate),
                operatorUser,
                null);
    }

    private static UnrequestedOrigin origin(InboxCandidate candidate) {
        return new UnrequestedOrigin(
                candidate.tokenId().userName(),
                candidate.tokenId().value(),
                new CertificateRequestReference(candidate.requestName(), candidate.requestUid()),
                candidate.key().sha256(),
                candidate.firstSeen().toString());
    }

    /** Empty for what only bears the label. */
    static Optional<InboxEntry> toEntry(NodeJoinRequest request) {
        return Optional.ofNullable(request.getSpec())
                .flatMap(spec -> Optional.ofNullable(spec.unrequested()).map(origin -> toEntry(request, spec, origin)));
    }

    private static InboxEntry toEntry(NodeJoinRequest request, NodeJoinRequestSpec spec, UnrequestedOrigin origin) {
        var metadata = request.getMetadata();
        var seconds = Objects.requireNonNullElse(spec.deadlineSeconds(), RequestDefaults.DEADLINE.toSeconds());
        return new InboxEntry(
                metadata.getNamespace(),
                metadata.getName(),
                metadata.getUid(),
                metadata.getResourceVersion(),
                Objects.requireNonNullElse(origin.tokenID(), ""),
                Objects.requireNonNullElse(origin.publicKeySHA256(), ""),
                decision(request),
                Instant.parse(metadata.getCreationTimestamp()).plusSeconds(seconds));
    }

    private static Decision decision(NodeJoinRequest request) {
        var status = Objects.requireNonNullElse(request.getStatus(), NodeJoinRequestStatus.EMPTY);
        if (status.denials() != null && !status.denials().isEmpty()) return Decision.DENIED;
        return status.approved() == null ? Decision.NONE : Decision.APPROVED;
    }
}
