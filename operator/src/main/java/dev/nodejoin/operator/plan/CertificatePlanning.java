package dev.nodejoin.operator.plan;

import static dev.nodejoin.api.v1alpha1.ConditionType.CERTIFICATE_ISSUED;

import dev.nodejoin.api.v1alpha1.CertificateStatus;
import dev.nodejoin.operator.csr.CertificateRequestFacts;
import dev.nodejoin.operator.csr.CertificateRequestFacts.Outcome;
import dev.nodejoin.policy.certificate.CertificateVerdict;
import dev.nodejoin.policy.certificate.Refusal;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * From the machine's certificate signing request to its certificate.
 *
 * <p>The request that is to be approved is first claimed in the status, so that one join never has two approved requests. Of
 * one token only the newest undecided request is judged: a kubelet that waits makes a new one every 15 minutes.
 */
final class CertificatePlanning {
    /** A token with more requests than this is misused. */
    static final int MOST_REQUESTS = 20;

    private CertificatePlanning() {}

    static JoinPlan plan(Planning planning, Instant lookAgainAt) {
        if (isMisused(planning)) return tooMany(planning);
        return Claim.on(planning)
                .flatMap(request -> followClaimed(planning, request, lookAgainAt))
                .or(() -> newestUndecided(planning).map(request -> judge(planning, request, lookAgainAt)))
                .orElseGet(() -> awaiting(planning, lookAgainAt));
    }

    /** A token that the operator did not mint is not its to count. */
    private static boolean isMisused(Planning planning) {
        return planning.request().origin().isEmpty()
                && planning.snapshot().certificateRequests().size() > MOST_REQUESTS;
    }

    private static JoinPlan tooMany(Planning planning) {
        planning.unmet(
                CERTIFICATE_ISSUED,
                Reason.TOO_MANY_REQUESTS,
                "More than %d certificate signing requests were made with one token".formatted(MOST_REQUESTS));
        return Revocation.step(planning).orElseGet(planning::thenRest);
    }

    /** Empty if the claimed request came to nothing and another may be claimed. */
    private static Optional<JoinPlan> followClaimed(
            Planning planning, CertificateRequestFacts request, Instant lookAgainAt) {
        return switch (request.outcome()) {
            case Outcome.Undecided() ->
                Optional.of(
                        CertificateJudgement.isOfNewestToken(planning, request)
                                ? judge(planning, request, lookAgainAt)
                                : abandon(planning, request));
            case Outcome.Approved approved ->
                Optional.of(IssuedCertificate.plan(planning, request, approved, lookAgainAt));
            case Outcome.Denied denied -> Optional.empty();
            case Outcome.Failed failed -> Optional.empty();
        };
    }

    /** Denied before another is claimed: a process that stalls could still approve it. */
    private static JoinPlan abandon(Planning planning, CertificateRequestFacts request) {
        return deny(planning, request, CertificateJudgement.SPENT);
    }

    /**
     * Denies what else was asked for with the token and can't be approved: after a first key, another one is how a stolen
     * hand-off is noticed.
     */
    static Optional<JoinPlan> refuseOthers(Planning planning) {
        return refuse(planning, request -> CertificateJudgement.of(planning, request));
    }

    /** Denies all that is undecided, since its token is spent. An approval that a stalled process has under way then fails. */
    static Optional<JoinPlan> refuseSpent(Planning planning) {
        return refuse(planning, request -> CertificateJudgement.ofSpent(planning, request));
    }

    private static Optional<JoinPlan> refuse(
            Planning planning, Function<CertificateRequestFacts, CertificateVerdict> judgement) {
        return planning.snapshot().certificateRequests().stream()
                .filter(CertificateRequestFacts::isUndecided)
                .flatMap(request -> denial(request, judgement.apply(request)).stream())
                .findFirst()
                .map(planning::then);
    }

    private static Optional<Effect> denial(CertificateRequestFacts request, CertificateVerdict verdict) {
        return verdict instanceof CertificateVerdict.Deny deny
                ? Optional.of(new Effect.Deny(request, deny))
                : Optional.empty();
    }

    static Optional<CertificateRequestFacts> newestUndecided(Planning planning) {
        return planning.snapshot().certificateRequests().stream()
                .filter(CertificateRequestFacts::isUndecided)
                .max(Comparator.comparing(CertificateRequestFacts::createdAt)
                        .thenComparing(CertificateRequestFacts::name));
    }

    private static JoinPlan judge(Planning planning, CertificateRequestFacts request, Instant lookAgainAt) {
        return switch (CertificateJudgement.of(planning, request)) {
            case CertificateVerdict.Approve approve -> approve(planning, request, approve);
            case CertificateVerdict.Deny deny -> deny(planning, request, deny);
            case CertificateVerdict.Wait(var waitingFor) ->
                planning.unmet(CERTIFICATE_ISSUED, Reason.AWAITING_REQUEST, waitingFor)
                        .thenRestUntil(lookAgainAt);
            case CertificateVerdict.Ignore ignore -> awaiting(planning, lookAgainAt);
        };
    }

    private static JoinPlan approve(
            Planning planning, CertificateRequestFacts request, CertificateVerdict.Approve approve) {
        planning.unmet(
                CERTIFICATE_ISSUED, Reason.AWAITING_SIGNER, "Request %s is as promised".formatted(request.name()));
        if (Claim.isOn(planning, request)) return planning.then(new Effect.Approve(request));
        planning.draft()
                .certificate(new CertificateStatus(
                        request.name(), request.uid(), approve.publicKeySha256(), null, null, null));
        var rejoin = Rejoin.open(planning);
        if (Rejoin.own(planning)
                .filter(node -> Rejoin.letsAnyKey(planning, node))
                .isPresent()) planning.draft().letIn();
        return Claim.notSeen(planning)
                .map(planning::thenRestOnlyIfGone)
                .orElseGet(planning::thenRest)
                .onlyIf(rejoin.flatMap(Rejoin.Open::silence));
    }

    static JoinPlan deny(Planning planning, CertificateRequestFacts request, CertificateVerdict.Deny deny) {
        return planning.unmet(
                        CERTIFICATE_ISSUED,
                        Reason.ofDenial(deny),
                        "Request %s is refused: %s".formatted(request.name(), deny.message()))
                .then(new Effect.Deny(request, deny));
    }

    private static JoinPlan awaiting(Planning planning, Instant lookAgainAt) {
        var refusals = planning.snapshot().certificateRequests().stream()
                .sorted(Comparator.comparing(CertificateRequestFacts::createdAt))
                .map(CertificatePlanning::refusal)
                .flatMap(Optional::stream)
                .collect(Collectors.joining("; "));
        if (refusals.isEmpty())
            planning.unmet(CERTIFICATE_ISSUED, Reason.AWAITING_REQUEST, "The machine has not asked for a certificate");
        else planning.unmet(CERTIFICATE_ISSUED, refusalReason(planning), refusals);
        return planning.thenRestUntil(lookAgainAt);
    }

    private static String refusalReason(Planning planning) {
        var anotherKey = planning.snapshot().certificateRequests().stream()
                .map(CertificateRequestFacts::outcome)
                .anyMatch(outcome -> outcome instanceof Outcome.Denied(var reason, var message)
                        && reason.equals(Refusal.Reason.KEY_MISMATCH.label()));
        return anotherKey ? Reason.KEY_MISMATCH : Reason.REFUSED;
    }

    private static Optional<String> refusal(CertificateRequestFacts request) {
        return switch (request.outcome()) {
            case Outcome.Denied(var reason, var message) ->
                Optional.of("Request %s was denied: %s".formatted(request.name(), message));
            case Outcome.Failed(var reason, var message) ->
                Optional.of("Request %s failed at its signer: %s".formatted(request.name(), message));
            case Outcome.Undecided() -> Optional.empty();
            case Outcome.Approved approved -> Optional.empty();
        };
    }
}
