package dev.nodejoin.operator.plan;

import dev.nodejoin.api.v1alpha1.CertificateStatus;
import dev.nodejoin.api.v1alpha1.ConditionType;
import dev.nodejoin.api.v1alpha1.TokenState;
import dev.nodejoin.api.v1alpha1.TokenStatus;
import dev.nodejoin.operator.name.NameHold;
import dev.nodejoin.policy.approval.Protection;
import java.time.Instant;
import java.util.Optional;

/** One planning under way: what it may look at, and the status it works out. */
record Planning(JoinSnapshot snapshot, Instant now, Draft draft) {
    static Planning begin(JoinSnapshot snapshot, Instant now) {
        return ServingPlanning.announce(new Planning(snapshot, now, new Draft(snapshot.request())));
    }

    RequestFacts request() {
        return snapshot.request();
    }

    String nodeName() {
        return request().nodeName();
    }

    Planning met(ConditionType type, String reason, String message) {
        draft.find(type, Finding.met(reason, message));
        return this;
    }

    Planning unmet(ConditionType type, String reason, String message) {
        draft.find(type, Finding.unmet(reason, message));
        return this;
    }

    JoinPlan then(Effect effect) {
        return plan(Optional.empty(), Optional.empty(), effect, Optional.empty());
    }

    JoinPlan thenRest() {
        return then(new Effect.None());
    }

    JoinPlan thenRestUntil(Instant lookAgainAt) {
        return plan(Optional.empty(), Optional.empty(), new Effect.None(), Optional.of(lookAgainAt));
    }

    JoinPlan thenRestOnlyUnder(Protection.Intact protection) {
        return plan(Optional.of(protection), Optional.empty(), new Effect.None(), Optional.empty());
    }

    JoinPlan thenRestOnlyIfGone(CertificateStatus claimedBefore) {
        return plan(Optional.empty(), Optional.of(claimedBefore), new Effect.None(), Optional.empty());
    }

    private JoinPlan plan(
            Optional<Protection.Intact> onlyUnder,
            Optional<CertificateStatus> onlyIfGone,
            Effect effect,
            Optional<Instant> lookAgainAt) {
        return new JoinPlan(
                draft.toStatus(now), onlyUnder, onlyIfGone, Optional.empty(), effect, lookAgainAt, draft.audited());
    }

    Optional<TokenStatus> token() {
        return Optional.ofNullable(request().status().token());
    }

    /** The deadline is the first moment that is too late. */
    boolean isOverdue() {
        return !now.isBefore(Terms.deadline(request()));
    }

    boolean tokenIs(TokenState state) {
        return token().filter(token -> token.state() == state).isPresent();
    }

    /** What is known of the name, if nobody else holds it: its own hold, or one that was left behind. */
    Optional<NameHold> freeHold() {
        return ownHold().or(() -> snapshot.hold().filter(NameHold::isVacant));
    }

    /** Held by a request of the same name that must be gone, since this one is there. */
    boolean isFormer(NameHold hold) {
        return hold.holder().namespace().equals(request().namespace())
                && hold.holder().name().equals(request().name())
                && !hold.isVacant()
                && !hold.holder().uid().equals(request().uid());
    }

    JoinPlan reclaim(NameHold former) {
        return unmet(
                        ConditionType.CREDENTIAL_ISSUED,
                        Reason.NAME_HELD,
                        "The name %s was held by a request that is gone".formatted(nodeName()))
                .then(new Effect.Reclaim(former));
    }

    Optional<NameHold> ownHold() {
        return snapshot.hold()
                .filter(hold -> hold.holder().uid().equals(request().uid()));
    }
}
