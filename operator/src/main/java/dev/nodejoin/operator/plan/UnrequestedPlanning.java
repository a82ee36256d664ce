package dev.nodejoin.operator.plan;

import static dev.nodejoin.api.v1alpha1.ConditionType.CREDENTIAL_ISSUED;
import static dev.nodejoin.api.v1alpha1.ConditionType.HANDED_OVER;

import dev.nodejoin.api.v1alpha1.UnrequestedOrigin;
import dev.nodejoin.policy.certificate.CertificateVerdict;
import dev.nodejoin.policy.certificate.PromisedCertificate;
import dev.nodejoin.policy.certificate.Refusal;
import java.util.List;
import java.util.Optional;

/**
 * A machine that asked by itself, once people have said what becomes of it.
 *
 * <p>It has its token already: none is minted and nothing is handed over. What it asks for is approved for its key alone. Its
 * name is held from the approval on, not before, so that the inbox keeps no name from anybody.
 */
final class UnrequestedPlanning {
    private static final int ONLY_ATTEMPT = 1;

    private UnrequestedPlanning() {}

    static JoinPlan plan(Planning planning) {
        var obstacle = TokenPlanning.nameObstacle(planning);
        if (obstacle.isPresent()) return obstacle.get();
        credential(planning);
        if (planning.ownHold().isEmpty()) return planning.then(TokenPlanning.holdName(planning, ONLY_ATTEMPT));
        return CertificatePlanning.plan(planning, Terms.deadline(planning.request()));
    }

    private static void credential(Planning planning) {
        planning.met(
                        CREDENTIAL_ISSUED,
                        Reason.BROUGHT_ALONG,
                        "The machine has token %s, which the operator did not mint"
                                .formatted(planning.request().askingToken().orElseThrow()))
                .met(HANDED_OVER, Reason.BROUGHT_ALONG, "There is nothing to hand over");
    }

    static PromisedCertificate promised(Planning planning) {
        var request = planning.request();
        return new PromisedCertificate(
                planning.nodeName(),
                request.askingToken().orElseThrow(),
                true,
                TokenPlanning.pinnedKey(request),
                planning.snapshot().node().isPresent());
    }

    /** The denial of its request, told to the machine; empty if this is no such request, or if nothing waits for it. */
    static Optional<JoinPlan> refuse(Planning planning, String message) {
        if (planning.request().origin().isEmpty() || Standing.of(planning) != Standing.JOINING) return Optional.empty();
        var refusal = new Refusal(Refusal.Reason.REQUEST_DENIED, message);
        return CertificatePlanning.newestUndecided(planning)
                .map(request ->
                        CertificatePlanning.deny(planning, request, new CertificateVerdict.Deny(List.of(refusal))));
    }

    /** What of the origin can't be true, or empty. The schema refuses most of it. */
    static Optional<String> problem(RequestFacts request) {
        return request.origin().flatMap(origin -> problem(request, origin));
    }

    private static Optional<String> problem(RequestFacts request, UnrequestedOrigin origin) {
        if (request.askingToken().isEmpty()) return Optional.of("spec.unrequested.tokenID must be a token's id");
        var key = TokenPlanning.pinnedKey(request);
        return key.isPresent() && key.get().equals(origin.publicKeySHA256())
                ? Optional.empty()
                : Optional.of("spec.unrequested.publicKeySHA256 must be that of spec.identity.publicKey");
    }
}
