package dev.nodejoin.operator.plan;

import static dev.nodejoin.api.v1alpha1.ConditionType.CERTIFICATE_ISSUED;

import dev.nodejoin.api.v1alpha1.CertificateStatus;
import dev.nodejoin.operator.csr.CertificateRequestFacts;
import dev.nodejoin.operator.csr.CertificateRequestFacts.Outcome;
import dev.nodejoin.policy.ban.BanRules;
import dev.nodejoin.policy.certificate.CertificateRules;
import dev.nodejoin.policy.certificate.CertificateVerdict;
import dev.nodejoin.policy.certificate.PromisedCertificate;
import dev.nodejoin.policy.certificate.Refusal;
import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.pki.CertificateBundle;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
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

    private static final Refusal SPENT = new Refusal(Refusal.Reason.TOKEN_SPENT, "the token that made it is spent");

    private CertificatePlanning() {}

    static JoinPlan plan(Planning planning, Instant lookAgainAt) {
        if (isMisused(planning)) return tooMany(planning);
        return claimed(planning)
                .flatMap(request -> followClaimed(planning, request, lookAgainAt))
                .or(() -> newestUndecided(planning).map(request -> judge(planning, request, lookAgainAt)))
                .orElseGet(() -> awaiting(planning, lookAgainAt));
    }

    /** A token that the operator did not mint is not its to count. */
    private static boolean isMisused(Planning planning) {
        return planning.request().origin().isEmpty()
                && planning.snapshot().certificateRequests().size() > MOST_REQUESTS;
    }

    /**
     * The certificate of the claimed request, if it is there: it counts whatever became of the token or the deadline in the
     * meantime, for the machine has it.
     */
    static Optional<JoinPlan> issuedAlready(Planning planning) {
        return claimed(planning)
                .filter(request -> request.outcome() instanceof Outcome.Approved)
                .filter(request -> isCertificate(request.certificate()))
                .map(request -> issued(planning, request, (Outcome.Approved) request.outcome(), planning.now()));
    }

    private static boolean isCertificate(Optional<String> pem) {
        try {
            return pem.map(CertificatePlanning::leaf).isPresent();
        } catch (MalformedInputException e) {
            return false;
        }
    }

    private static JoinPlan tooMany(Planning planning) {
        planning.unmet(
                CERTIFICATE_ISSUED,
                Reason.TOO_MANY_REQUESTS,
                "More than %d certificate signing requests were made with one token".formatted(MOST_REQUESTS));
        return Revocation.step(planning).orElseGet(planning::thenRest);
    }

    private static Optional<CertificateRequestFacts> claimed(Planning planning) {
        var certificate = planning.request().status().certificate();
        if (certificate == null || certificate.requestUID() == null) return Optional.empty();
        return planning.snapshot().certificateRequests().stream()
                .filter(request -> request.uid().equals(certificate.requestUID()))
                .findFirst();
    }

    /** Empty if the claimed request came to nothing and another may be claimed. */
    private static Optional<JoinPlan> followClaimed(
            Planning planning, CertificateRequestFacts request, Instant lookAgainAt) {
        return switch (request.outcome()) {
            case Outcome.Undecided() ->
                Optional.of(
                        isOfNewestToken(planning, request)
                                ? judge(planning, request, lookAgainAt)
                                : abandon(planning, request));
            case Outcome.Approved approved -> Optional.of(issued(planning, request, approved, lookAgainAt));
            case Outcome.Denied denied -> Optional.empty();
            case Outcome.Failed failed -> Optional.empty();
        };
    }

    private static boolean isOfNewestToken(Planning planning, CertificateRequestFacts request) {
        return planning.request()
                .askingToken()
                .filter(id -> id.userName().equals(request.requested().requester()))
                .isPresent();
    }

    /** Denied before another is claimed: a process that stalls could still approve it. */
    private static JoinPlan abandon(Planning planning, CertificateRequestFacts request) {
        return deny(planning, request, new CertificateVerdict.Deny(List.of(SPENT)));
    }

    private static JoinPlan issued(
            Planning planning, CertificateRequestFacts request, Outcome.Approved approved, Instant lookAgainAt) {
        if (request.certificate().isEmpty()) return awaitingSigner(planning, lookAgainAt);
        try {
            return issued(
                    planning, request, approved, leaf(request.certificate().get()));
        } catch (MalformedInputException e) {
            return planning.unmet(
                            CERTIFICATE_ISSUED, Reason.REFUSED, "The signer issued no certificate: " + e.getMessage())
                    .thenRestUntil(lookAgainAt);
        }
    }

    private static X509Certificate leaf(String pem) {
        return CertificateBundle.parse(pem).certificates().getFirst();
    }

    private static JoinPlan issued(
            Planning planning,
            CertificateRequestFacts request,
            Outcome.Approved approved,
            X509Certificate certificate) {
        var claim = Objects.requireNonNull(planning.request().status().certificate());
        var serial = certificate.getSerialNumber().toString(16);
        var notAfter = Timestamps.format(certificate.getNotAfter().toInstant());
        var issued = new CertificateStatus(
                request.name(),
                request.uid(),
                claim.publicKeySHA256(),
                serial,
                Timestamps.format(approved.at()),
                notAfter);
        planning.draft().certificate(issued);
        return Standing.certified(planning, issued).thenRest();
    }

    private static JoinPlan awaitingSigner(Planning planning, Instant lookAgainAt) {
        planning.unmet(
                CERTIFICATE_ISSUED,
                Reason.AWAITING_SIGNER,
                "The certificate signing request is approved and waits for its signer");
        return refuseOthers(planning).orElseGet(() -> planning.thenRestUntil(lookAgainAt));
    }

    /**
     * Denies what else was asked for with the token and can't be approved: after a first key, another one is how a stolen
     * hand-off is noticed.
     */
    static Optional<JoinPlan> refuseOthers(Planning planning) {
        return refuse(planning, request -> judge(planning, request));
    }

    /** Denies all that is undecided, since its token is spent. An approval that a stalled process has under way then fails. */
    static Optional<JoinPlan> refuseSpent(Planning planning) {
        return refuse(planning, request -> judgeSpent(planning, request));
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

    private static CertificateVerdict judge(Planning planning, CertificateRequestFacts request) {
        return judgeBans(planning, request).orElseGet(() -> judgePromise(planning, request));
    }

    private static CertificateVerdict judgePromise(Planning planning, CertificateRequestFacts request) {
        var verdict = planning.request()
                .origin()
                .map(origin ->
                        CertificateRules.judgeUnrequested(request.requested(), UnrequestedPlanning.promised(planning)))
                .orElseGet(() -> CertificateRules.judge(request.requested(), promised(planning)));
        return verdict instanceof CertificateVerdict.Approve approve
                ? PolicyPlanning.judge(planning, request, approve)
                : verdict;
    }

    private static Optional<CertificateVerdict> judgeBans(Planning planning, CertificateRequestFacts request) {
        return BanRules.judge(request.requested(), planning.snapshot().bans(), planning.now())
                .map(deny -> deny);
    }

    /** What was claimed may have been made with the token before. */
    private static CertificateVerdict judgeSpent(Planning planning, CertificateRequestFacts request) {
        if (!request.requested().groups().contains(CertificateRules.TOKEN_GROUP))
            return new CertificateVerdict.Ignore("made with a token that the operator did not mint");
        return judgeBans(planning, request).orElseGet(() -> judgeSpentToken(planning, request));
    }

    private static CertificateVerdict judgeSpentToken(Planning planning, CertificateRequestFacts request) {
        return isOfNewestToken(planning, request)
                ? CertificateRules.judge(request.requested(), promised(planning).withSpentToken())
                : new CertificateVerdict.Deny(List.of(SPENT));
    }

    static Optional<CertificateRequestFacts> newestUndecided(Planning planning) {
        return planning.snapshot().certificateRequests().stream()
                .filter(CertificateRequestFacts::isUndecided)
                .max(Comparator.comparing(CertificateRequestFacts::createdAt)
                        .thenComparing(CertificateRequestFacts::name));
    }

    private static JoinPlan judge(Planning planning, CertificateRequestFacts request, Instant lookAgainAt) {
        return switch (judge(planning, request)) {
            case CertificateVerdict.Approve approve -> approve(planning, request, approve);
            case CertificateVerdict.Deny deny -> deny(planning, request, deny);
            case CertificateVerdict.Wait(var waitingFor) ->
                planning.unmet(CERTIFICATE_ISSUED, Reason.AWAITING_REQUEST, waitingFor)
                        .thenRestUntil(lookAgainAt);
            case CertificateVerdict.Ignore ignore -> awaiting(planning, lookAgainAt);
        };
    }

    private static PromisedCertificate promised(Planning planning) {
        var token = planning.token().orElseThrow();
        var expiry = Timestamps.parse(token.expiresAt()).orElse(Instant.EPOCH);
        return new PromisedCertificate(
                planning.nodeName(),
                planning.request().tokenId().orElseThrow(),
                planning.now().isBefore(expiry),
                pinnedKey(planning),
                planning.snapshot().node().isPresent() && Rejoin.open(planning).isEmpty());
    }

    private static Optional<String> pinnedKey(Planning planning) {
        var rejoin = Rejoin.open(planning);
        if (rejoin.isPresent())
            return TokenPlanning.pinnedKey(planning.request())
                    .or(() -> rejoin.get().key());
        var certificate = planning.request().status().certificate();
        var firstApproved = certificate == null ? null : certificate.publicKeySHA256();
        return TokenPlanning.pinnedKey(planning.request()).or(() -> Optional.ofNullable(firstApproved));
    }

    private static JoinPlan approve(
            Planning planning, CertificateRequestFacts request, CertificateVerdict.Approve approve) {
        planning.unmet(
                CERTIFICATE_ISSUED, Reason.AWAITING_SIGNER, "Request %s is as promised".formatted(request.name()));
        if (isClaimed(planning, request)) return planning.then(new Effect.Approve(request));
        planning.draft()
                .certificate(new CertificateStatus(
                        request.name(), request.uid(), approve.publicKeySha256(), null, null, null));
        var rejoin = Rejoin.open(planning);
        if (Rejoin.own(planning)
                .filter(node -> Rejoin.letsAnyKey(planning, node))
                .isPresent()) planning.draft().letIn();
        return claimNotSeen(planning)
                .map(planning::thenRestOnlyIfGone)
                .orElseGet(planning::thenRest)
                .onlyIf(rejoin.flatMap(Rejoin.Open::silence));
    }

    /** The claim on a signing request that is gone, or that the cache does not show yet. */
    private static Optional<CertificateStatus> claimNotSeen(Planning planning) {
        return Optional.ofNullable(planning.request().status().certificate())
                .filter(claim -> claim.requestUID() != null && claimed(planning).isEmpty());
    }

    /** The same, as long as no certificate came of it: it has to be denied before its token counts as revoked. */
    static Optional<CertificateStatus> undecidedClaimNotSeen(Planning planning) {
        return claimNotSeen(planning).filter(claim -> claim.serial() == null);
    }

    private static boolean isClaimed(Planning planning, CertificateRequestFacts request) {
        return claimed(planning).filter(request::equals).isPresent();
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
