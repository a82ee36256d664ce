package dev.nodejoin.operator.gate.plan;

import static dev.nodejoin.api.v1alpha1.GateConditionType.INBOX_EFFECTIVE;

import dev.nodejoin.api.v1alpha1.UnrequestedMode;
import dev.nodejoin.api.v1alpha1.UnrequestedStatus;
import dev.nodejoin.api.v1alpha1.UnrequestedToken;
import dev.nodejoin.policy.gate.BootstrapRequest;
import dev.nodejoin.policy.gate.GateVerdict;
import dev.nodejoin.policy.gate.InboxEntry.Decision;
import dev.nodejoin.policy.gate.InboxRules;
import dev.nodejoin.policy.gate.InboxVerdict;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Machines that ask without a NodeJoinRequest: what is told of them, and which of them get one. */
final class UnrequestedMachines {
    private static final int MOST_TOKENS = 16;
    private static final Comparator<BootstrapRequest> BY_AGE =
            Comparator.comparing(BootstrapRequest::createdAt).thenComparing(BootstrapRequest::name);

    private final GateSnapshot snapshot;
    private final GateTerms terms;
    private final GateVerdict gate;
    private final List<BootstrapRequest> waiting;
    private final InboxVerdict inbox;

    UnrequestedMachines(
            GateSnapshot snapshot, GateTerms terms, GateVerdict gate, List<BootstrapRequest> waiting, Instant now) {
        this.snapshot = snapshot;
        this.terms = terms;
        this.gate = gate;
        this.waiting = waiting;
        this.inbox = takesIn()
                ? InboxRules.judge(waiting, snapshot.inbox(), terms.max(), now)
                : new InboxVerdict(List.of(), 0, InboxRules.expired(snapshot.inbox(), now));
    }

    private boolean takesIn() {
        return terms.mode() == UnrequestedMode.INBOX && snapshot.served().contains(terms.namespace());
    }

    /** Whatever expires goes, also when there is no inbox any more. */
    List<GateEffect> effects() {
        return Stream.<GateEffect>concat(
                        inbox.expired().stream().map(GateEffect.Withdraw::new),
                        inbox.taken().stream()
                                .map(taken -> new GateEffect.TakeIn(taken, terms.namespace(), terms.timeToLive())))
                .toList();
    }

    void describe(GateConditions conditions) {
        if (terms.mode() != UnrequestedMode.INBOX)
            conditions.unmet(INBOX_EFFECTIVE, GateReason.NO_INBOX, "spec.unrequested.mode is not Inbox");
        else if (!takesIn())
            conditions.unmet(
                    INBOX_EFFECTIVE,
                    GateReason.NAMESPACE_NOT_SERVED,
                    "The operator's configuration does not list namespace %s under namespaces"
                            .formatted(terms.namespace()));
        else describeInbox(conditions);
    }

    private void describeInbox(GateConditions conditions) {
        switch (gate) {
            case GateVerdict.Closed closed ->
                conditions.met(
                        INBOX_EFFECTIVE,
                        GateReason.EFFECTIVE,
                        "Machines that nobody asked for wait in namespace %s".formatted(terms.namespace()));
            case GateVerdict.Open open ->
                conditions.unmet(
                        INBOX_EFFECTIVE,
                        GateReason.GATE_OPEN,
                        "The gate is open: kube-controller-manager approves as ever, and namespace %s has only what is left"
                                .formatted(terms.namespace()));
        }
    }

    @Nullable
    UnrequestedStatus status() {
        if (terms.mode() == UnrequestedMode.IGNORE) return null;
        return new UnrequestedStatus(waiting.size(), undecided(), inbox.notTaken(), tokens());
    }

    private int undecided() {
        return (int) snapshot.inbox().stream()
                .filter(entry -> entry.decision() == Decision.NONE)
                .count();
    }

    private List<UnrequestedToken> tokens() {
        return waiting.stream()
                .collect(Collectors.groupingBy(request -> request.requested().requester()))
                .values()
                .stream()
                .map(UnrequestedMachines::token)
                .sorted(Comparator.comparing(UnrequestedToken::since).thenComparing(UnrequestedToken::requester))
                .limit(MOST_TOKENS)
                .toList();
    }

    private static UnrequestedToken token(List<BootstrapRequest> requests) {
        var oldest = requests.stream().min(BY_AGE).orElseThrow();
        var newest = requests.stream().max(BY_AGE).orElseThrow();
        return new UnrequestedToken(
                oldest.requested().requester(),
                requests.size(),
                newest.name(),
                oldest.createdAt().toString());
    }
}
