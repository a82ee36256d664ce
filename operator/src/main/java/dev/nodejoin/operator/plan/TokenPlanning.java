package dev.nodejoin.operator.plan;

import static dev.nodejoin.api.v1alpha1.ConditionType.CREDENTIAL_ISSUED;

import dev.nodejoin.api.v1alpha1.HandOffKind;
import dev.nodejoin.api.v1alpha1.HandOffStatus;
import dev.nodejoin.api.v1alpha1.TokenState;
import dev.nodejoin.api.v1alpha1.TokenStatus;
import dev.nodejoin.operator.name.NameHold;
import dev.nodejoin.protocol.pki.PublicKeyInfo;
import dev.nodejoin.protocol.token.TokenId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The life of a token attempt: name held, claimed, minted, proven, handed over, live, burnt.
 *
 * <p>Only the process that claimed an attempt in the status may mint it, and only for {@link #CLAIM_PATIENCE}; whoever else
 * finds it after that burns it and begins the next. So at most one token is live by status, whatever crashes.
 */
final class TokenPlanning {
    /** How long a claimant has from its claim to the hand-over. */
    static final Duration CLAIM_PATIENCE = Duration.ofSeconds(10);

    /** A token is replaced this long before it runs out. */
    static final Duration RENEWAL_MARGIN = Duration.ofMinutes(1);

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final int PAUSE_DOUBLINGS = 9;

    private TokenPlanning() {}

    static JoinPlan plan(Planning planning) {
        var token = planning.token().orElse(null);
        if (token == null) return nextAttempt(planning, 1);
        return switch (Objects.requireNonNullElse(token.state(), TokenState.REVOKING)) {
            case CLAIMED -> claimed(planning, token);
            case LIVE -> live(planning, token);
            case REVOKING -> Revocation.step(planning).orElseGet(planning::thenRest);
            case REVOKED -> Revocation.step(planning).orElseGet(() -> afterPause(planning, token));
        };
    }

    private static JoinPlan afterPause(Planning planning, TokenStatus token) {
        var attempt = attemptOf(token);
        var pause = Duration.ofSeconds(1L << Math.min(attempt - 1, PAUSE_DOUBLINGS));
        var from = Timestamps.parse(token.claimedAt())
                .orElse(Instant.EPOCH)
                .plus(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
        if (planning.now().isBefore(from))
            return TokenFindings.describeFailure(planning).thenRestUntil(from);
        return nextAttempt(planning, attempt + 1);
    }

    private static JoinPlan nextAttempt(Planning planning, int attempt) {
        return nameObstacle(planning)
                .or(() -> planning.ownHold()
                        .filter(own -> own.attempt() == attempt)
                        .map(own -> claim(planning, own)))
                .orElseGet(() -> TokenFindings.minting(planning).then(holdName(planning, attempt)));
    }

    /** Why the name can't be had: a Node bears it, or another request holds it. */
    static Optional<JoinPlan> nameObstacle(Planning planning) {
        var node = planning.snapshot().node();
        if (node.isPresent() && Rejoin.open(planning).isEmpty())
            return Optional.of(Adoption.plan(planning, node.get()));
        var hold = planning.snapshot().hold();
        if (hold.filter(planning::isFormer).isPresent()) return Optional.of(planning.reclaim(hold.get()));
        return hold.filter(held -> planning.freeHold().isEmpty()).map(held -> nameHeld(planning, held));
    }

    static Effect.HoldName holdName(Planning planning, int attempt) {
        return new Effect.HoldName(hold(planning, attempt));
    }

    private static JoinPlan nameHeld(Planning planning, NameHold hold) {
        return planning.unmet(
                        CREDENTIAL_ISSUED,
                        Reason.NAME_HELD,
                        "The name %s is held by request %s/%s"
                                .formatted(
                                        planning.nodeName(),
                                        hold.holder().namespace(),
                                        hold.holder().name()))
                .thenRestUntil(Terms.deadline(planning.request()));
    }

    /** What the Lease shall say during this attempt. */
    static NameHold hold(Planning planning, int attempt) {
        var request = planning.request();
        var hold = new NameHold(
                planning.nodeName(),
                new NameHold.Holder(request.namespace(), request.name(), request.uid()),
                attempt,
                planning.snapshot().candidate(),
                expiry(planning),
                planning.ownHold().map(NameHold::tokenId),
                pinnedKey(request),
                Optional.empty(),
                planning.freeHold().flatMap(NameHold::resourceVersion));
        return Rejoin.own(planning)
                .map(node -> Rejoin.remembered(planning, node, hold))
                .orElse(hold);
    }

    static Optional<String> pinnedKey(RequestFacts request) {
        return Optional.ofNullable(Terms.pinnedKeyPem(request.spec()))
                .map(pem -> PublicKeyInfo.fromPem(pem).sha256());
    }

    private static Instant expiry(Planning planning) {
        var byLifetime =
                planning.now().plus(Terms.tokenLifetime(planning.request().spec()));
        var deadline = Terms.deadline(planning.request());
        return byLifetime.isBefore(deadline) ? byLifetime : deadline;
    }

    private static JoinPlan claim(Planning planning, NameHold own) {
        planning.draft()
                .token(new TokenStatus(
                        own.tokenId().value(),
                        own.attempt(),
                        TokenState.CLAIMED,
                        Timestamps.format(own.expiresAt()),
                        planning.snapshot().claimant(),
                        Timestamps.format(planning.now())));
        var rejoin = Rejoin.open(planning);
        if (rejoin.isPresent())
            planning.draft()
                    .certificate(RejoinPlanning.beginning(
                            planning, planning.snapshot().node().orElseThrow()));
        return TokenFindings.minting(planning).thenRest().onlyIf(rejoin.flatMap(Rejoin.Open::silence));
    }

    private static JoinPlan claimed(Planning planning, TokenStatus token) {
        var patience = Timestamps.parse(token.claimedAt()).orElse(Instant.EPOCH).plus(CLAIM_PATIENCE);
        if (!planning.now().isBefore(patience)) return burn(planning);
        TokenFindings.minting(planning);
        if (!planning.snapshot().claimant().equals(token.claimedBy())) return planning.thenRestUntil(patience);
        return planning.request().tokenId().map(id -> mint(planning, token, id)).orElseGet(() -> burn(planning));
    }

    private static JoinPlan mint(Planning planning, TokenStatus token, TokenId id) {
        var attempt = attemptOf(token);
        return switch (planning.snapshot().ownAttempt()) {
            case OwnAttempt.Unminted() ->
                planning.then(new Effect.Mint(
                        id,
                        attempt,
                        Timestamps.parse(token.expiresAt()).orElse(planning.now()),
                        Terms.tokenUsages(planning.request().spec())));
            case OwnAttempt.Minted() -> planning.then(new Effect.Prove(id));
            case OwnAttempt.Proven() ->
                Terms.discoversByClusterInfo(planning.request().spec())
                        ? planning.then(new Effect.SeekSignature(id))
                        : handOver(planning, id, attempt);
            case OwnAttempt.Unsigned unsigned ->
                TokenFindings.awaitingSignature(planning, token, unsigned).then(new Effect.SeekSignature(id));
            case OwnAttempt.Signed() -> handOver(planning, id, attempt);
            case OwnAttempt.HandedOver(var secretName) -> goLive(planning, token, secretName);
            case OwnAttempt.Failed failed -> burn(planning);
        };
    }

    private static JoinPlan handOver(Planning planning, TokenId id, int attempt) {
        return planning.then(new Effect.HandOver(
                id, attempt, Terms.trust(planning.request().spec()), certificateLifetime(planning)));
    }

    /** As the request says, but no longer than policies allow. */
    private static Optional<Duration> certificateLifetime(Planning planning) {
        return Stream.concat(
                        PolicyPlanning.longestLifetime(planning).stream(),
                        Terms.certificateLifetime(planning.request().spec()).stream())
                .min(Comparator.naturalOrder());
    }

    private static JoinPlan goLive(Planning planning, TokenStatus token, String secretName) {
        planning.draft().tokenState(TokenState.LIVE);
        planning.draft().handOff(new HandOffStatus(HandOffKind.SECRET, secretName));
        TokenFindings.live(planning, token, secretName);
        return TokenFindings.awaitingRequest(planning).thenRest();
    }

    private static JoinPlan burn(Planning planning) {
        return Revocation.step(planning).orElseGet(planning::thenRest);
    }

    private static JoinPlan live(Planning planning, TokenStatus token) {
        if (planning.request().tokenId().isEmpty()) return burn(planning);
        TokenFindings.live(planning, token);
        var renewal = Timestamps.parse(token.expiresAt()).orElse(Instant.EPOCH).minus(RENEWAL_MARGIN);
        var deadline = Terms.deadline(planning.request());
        if (!planning.now().isBefore(renewal) && renewal.plus(RENEWAL_MARGIN).isBefore(deadline)) return burn(planning);
        return CertificatePlanning.plan(planning, renewal.plus(RENEWAL_MARGIN).isBefore(deadline) ? renewal : deadline);
    }

    static int attemptOf(TokenStatus token) {
        return Math.max(1, Objects.requireNonNullElse(token.attempt(), 1));
    }
}
