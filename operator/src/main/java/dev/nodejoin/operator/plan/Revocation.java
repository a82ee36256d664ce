package dev.nodejoin.operator.plan;

import static dev.nodejoin.api.v1alpha1.ConditionType.APPROVED;
import static dev.nodejoin.api.v1alpha1.ConditionType.CREDENTIAL_ISSUED;

import dev.nodejoin.api.v1alpha1.HandOffStatus;
import dev.nodejoin.api.v1alpha1.TokenState;
import dev.nodejoin.api.v1alpha1.TokenStatus;
import java.util.Optional;

/**
 * Takes back what was given out and not used. A judgement first, a write second: once the status says so, certificate
 * requests made with the token are refused, however long an API server still recognises it.
 */
final class Revocation {
    private Revocation() {}

    /** Revokes the token and keeps the name: the request may go on later. */
    static JoinPlan withdraw(Planning planning) {
        return step(planning).orElseGet(() -> rest(settled(planning)));
    }

    /** Revokes the token and frees the name: this request is over, unless it has become a Node that is there. */
    static JoinPlan end(Planning planning) {
        return step(planning).orElseGet(() -> free(settled(planning)));
    }

    static JoinPlan expire(Planning planning) {
        planning.unmet(
                APPROVED,
                Reason.EXPIRED,
                "The deadline was %s; raise spec.deadlineSeconds and approve anew"
                        .formatted(Timestamps.format(Terms.deadline(planning.request()))));
        return end(planning);
    }

    private static JoinPlan free(Planning planning) {
        if (NodePlanning.isIn(planning)) return planning.thenRest();
        return planning.ownHold()
                .map(hold -> planning.then(new Effect.FreeName(hold)))
                .orElseGet(planning::thenRest);
    }

    /** Time changes nothing more once the Node has joined. */
    private static JoinPlan rest(Planning planning) {
        if (Standing.of(planning) == Standing.REGISTERED) return planning.thenRest();
        return planning.thenRestUntil(Terms.deadline(planning.request()));
    }

    private static Planning settled(Planning planning) {
        Standing.describe(planning);
        return planning;
    }

    /** The next step of a revocation; empty once nothing is left to revoke. */
    static Optional<JoinPlan> step(Planning planning) {
        var token = planning.token().orElse(null);
        if (token == null) return Optional.empty();
        if (token.state() == TokenState.REVOKED) return refuseSpent(planning);
        if (token.state() != TokenState.REVOKING) return Optional.of(revoking(planning));
        return refuseSpent(planning)
                .or(() -> Optional.of(planning.snapshot().buried() ? revoked(planning) : bury(planning, token)));
    }

    private static Optional<JoinPlan> refuseSpent(Planning planning) {
        if (planning.request().tokenId().isEmpty()) return Optional.empty();
        Standing.describe(planning);
        describeRevoked(planning);
        return CertificatePlanning.refuseSpent(planning);
    }

    private static JoinPlan revoking(Planning planning) {
        Standing.describe(planning);
        planning.draft().tokenState(TokenState.REVOKING);
        return describeRevoked(planning).thenRest();
    }

    private static JoinPlan revoked(Planning planning) {
        Standing.describe(planning);
        planning.draft().tokenState(TokenState.REVOKED);
        planning.draft().handOff(null);
        describeRevoked(planning);
        return Claim.undecidedNotSeen(planning)
                .map(planning::thenRestOnlyIfGone)
                .orElseGet(planning::thenRest);
    }

    private static JoinPlan bury(Planning planning, TokenStatus token) {
        Standing.describe(planning);
        describeRevoked(planning);
        return planning.request()
                .tokenId()
                .map(id -> planning.then(new Effect.Bury(
                        id,
                        Timestamps.parse(token.expiresAt()).orElse(planning.now()),
                        wasHandedOver(planning),
                        handOffName(planning))))
                .orElseGet(() -> revoked(planning));
    }

    private static Planning describeRevoked(Planning planning) {
        if (Standing.of(planning) != Standing.JOINING) return planning;
        return planning.unmet(CREDENTIAL_ISSUED, Reason.REVOKED, "What was handed over is revoked");
    }

    private static boolean wasHandedOver(Planning planning) {
        return planning.request().status().handOff() != null;
    }

    private static Optional<String> handOffName(Planning planning) {
        return Optional.ofNullable(planning.request().status().handOff()).map(HandOffStatus::name);
    }
}
