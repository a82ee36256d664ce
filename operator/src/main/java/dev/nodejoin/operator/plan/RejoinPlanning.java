package dev.nodejoin.operator.plan;

import static dev.nodejoin.api.v1alpha1.ConditionType.READY;

import dev.nodejoin.api.v1alpha1.CertificateStatus;
import dev.nodejoin.api.v1alpha1.TokenState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A machine joins again in the place of a Node that fell silent: another attempt, as long as the Node stays silent. */
final class RejoinPlanning {
    private RejoinPlanning() {}

    static JoinPlan plan(Planning planning) {
        NodePlanning.describe(planning);
        return isCertified(planning) ? awaitKubelet(planning) : TokenPlanning.plan(planning);
    }

    /** Whether the status tells of a token that is out for it. */
    static boolean isUnderWay(Planning planning) {
        return Standing.of(planning) == Standing.REGISTERED
                && planning.tokenIs(TokenState.LIVE)
                && !isCertified(planning);
    }

    /** The claim of an attempt forgets the certificate before, so what is there came of this attempt. */
    private static boolean isCertified(Planning planning) {
        var certificate = planning.request().status().certificate();
        return planning.tokenIs(TokenState.LIVE) && certificate != null && certificate.serial() != null;
    }

    private static JoinPlan awaitKubelet(Planning planning) {
        Standing.certified(planning);
        planning.unmet(
                READY,
                Reason.NODE_NOT_READY,
                "The machine has its certificate; its kubelet has not been heard of as Node %s"
                        .formatted(planning.nodeName()));
        return NodePlanning.isTokenOver(planning)
                ? Revocation.step(planning).orElseGet(planning::thenRest)
                : planning.thenRestUntil(NodePlanning.whenTokenIsOver(planning));
    }

    /** What is left of the certificate's record when another attempt begins. */
    static @Nullable CertificateStatus beginning(Planning planning, NodeFacts node) {
        var before = planning.request().status().certificate();
        if (before == null || Rejoin.letsAnyKey(planning, node)) return null;
        return new CertificateStatus(null, null, before.publicKeySHA256(), null, null, null);
    }

    /** A certificate that was approved before the Node was heard of again; the machine has it. */
    static Optional<JoinPlan> issuedLate(Planning planning) {
        var certificate = planning.request().status().certificate();
        if (certificate == null || certificate.requestUID() == null || certificate.serial() != null)
            return Optional.empty();
        return IssuedCertificate.already(planning);
    }
}
