package dev.nodejoin.operator.gate.plan;

import dev.nodejoin.policy.gate.InboxEntry;
import dev.nodejoin.policy.gate.InboxEntry.Decision;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** When time alone changes something: a request has waited long enough, or one of the inbox expires. */
final class Moments {
    private Moments() {}

    static Optional<Instant> next(GateSnapshot snapshot, Instant now) {
        var settled =
                snapshot.pending().stream().map(request -> request.createdAt().plus(GatePlanner.PATIENCE));
        var expired = snapshot.inbox().stream()
                .filter(entry -> entry.decision() == Decision.NONE)
                .map(InboxEntry::expiresAt);
        return Stream.concat(settled, expired).filter(now::isBefore).min(Instant::compareTo);
    }
}
