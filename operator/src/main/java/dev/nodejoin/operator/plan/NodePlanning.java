package dev.nodejoin.operator.plan;

import static dev.nodejoin.api.v1alpha1.ConditionType.NODE_REGISTERED;
import static dev.nodejoin.api.v1alpha1.ConditionType.READY;

import dev.nodejoin.api.v1alpha1.RegisteredNode;
import dev.nodejoin.api.v1alpha1.TokenState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/** From the certificate to a Node that is Ready and as declared. */
final class NodePlanning {
    private NodePlanning() {}

    static JoinPlan awaitNode(Planning planning) {
        Standing.certified(planning);
        var node = planning.snapshot().node();
        if (node.isPresent() && isOfThisJoin(planning, node.get())) return register(planning, node.get());
        if (planning.isOverdue()) return Revocation.expire(planning);
        if (isTokenOver(planning)) return Revocation.withdraw(awaiting(planning, node));
        awaiting(planning, node);
        return CertificatePlanning.refuseOthers(planning)
                .orElseGet(() -> planning.thenRestUntil(whenTokenIsOver(planning)));
    }

    private static Planning awaiting(Planning planning, Optional<NodeFacts> node) {
        var why = node.isPresent()
                ? "A Node named %s is there, but older than the certificate".formatted(planning.nodeName())
                : "The kubelet has not registered Node %s".formatted(planning.nodeName());
        return planning.unmet(NODE_REGISTERED, Reason.AWAITING_NODE, why);
    }

    /** The Node's time of creation has whole seconds, so the approval's is cut to them. */
    private static boolean isOfThisJoin(Planning planning, NodeFacts node) {
        var certificate = Objects.requireNonNull(planning.request().status().certificate());
        return Timestamps.parse(certificate.issuedAt())
                .map(issued -> issued.truncatedTo(ChronoUnit.SECONDS))
                .filter(issued -> !node.createdAt().isBefore(issued))
                .isPresent();
    }

    /** After the certificate a token is not renewed; one that has run out, or was not handed over yet, is cleared away. */
    private static boolean isTokenOver(Planning planning) {
        return !planning.tokenIs(TokenState.LIVE) || !planning.now().isBefore(tokenExpiry(planning));
    }

    private static Instant whenTokenIsOver(Planning planning) {
        var deadline = Terms.deadline(planning.request());
        var expiry = tokenExpiry(planning);
        return expiry.isBefore(deadline) ? expiry : deadline;
    }

    private static Instant tokenExpiry(Planning planning) {
        return planning.token()
                .flatMap(token -> Timestamps.parse(token.expiresAt()))
                .orElse(Instant.EPOCH);
    }

    private static JoinPlan register(Planning planning, NodeFacts node) {
        planning.draft().node(new RegisteredNode(node.uid()));
        if (planning.tokenIs(TokenState.LIVE)) planning.draft().tokenState(TokenState.REVOKING);
        describe(planning, Optional.of(node), node.uid());
        return planning.thenRest();
    }

    /** A registered Node is kept as declared; what the join no longer needs is revoked. */
    static JoinPlan keep(Planning planning) {
        Standing.certified(planning);
        describe(planning);
        var revocation = Revocation.step(planning);
        if (revocation.isPresent()) return revocation.get();
        return ownNode(planning).map(node -> setUp(planning, node)).orElseGet(() -> freeName(planning));
    }

    private static JoinPlan setUp(Planning planning, NodeFacts node) {
        return setUpOf(planning, node)
                .map(setUp -> planning.then(new Effect.SetUpNode(setUp)))
                .orElseGet(planning::thenRest);
    }

    private static JoinPlan freeName(Planning planning) {
        return planning.ownHold()
                .map(hold -> planning.then(new Effect.FreeName(hold)))
                .orElseGet(planning::thenRest);
    }

    private static Optional<NodeSetUp> setUpOf(Planning planning, NodeFacts node) {
        return NodeSetUp.of(planning.nodeName(), planning.request().spec().node(), node);
    }

    /** The Node of this join is there. */
    static boolean isIn(Planning planning) {
        return Standing.of(planning) == Standing.REGISTERED && ownNode(planning).isPresent();
    }

    private static Optional<NodeFacts> ownNode(Planning planning) {
        var registered = Objects.requireNonNull(planning.request().status().node());
        return planning.snapshot().node().filter(node -> node.uid().equals(registered.uid()));
    }

    /** Findings about the registered Node. */
    static void describe(Planning planning) {
        var registered = Objects.requireNonNull(planning.request().status().node());
        describe(planning, planning.snapshot().node(), Objects.requireNonNullElse(registered.uid(), ""));
    }

    private static void describe(Planning planning, Optional<NodeFacts> node, String uid) {
        if (node.isEmpty()) planning.unmet(NODE_REGISTERED, Reason.NODE_GONE, "The Node that joined was deleted");
        else if (!node.get().uid().equals(uid))
            planning.unmet(NODE_REGISTERED, Reason.NODE_REPLACED, "Another Node bears the name now");
        else describeRegistered(planning, node.get());
    }

    private static void describeRegistered(Planning planning, NodeFacts node) {
        planning.met(NODE_REGISTERED, Reason.REGISTERED, "Node %s registered".formatted(planning.nodeName()));
        if (setUpOf(planning, node).isPresent())
            planning.unmet(READY, Reason.SETTING_UP, "The declared labels, taints or annotations are not in place");
        else if (node.ready()) planning.met(READY, Reason.READY, "Node %s is Ready".formatted(planning.nodeName()));
        else planning.unmet(READY, Reason.NODE_NOT_READY, "Node %s is not Ready".formatted(planning.nodeName()));
    }
}
