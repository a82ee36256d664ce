package dev.nodejoin.operator.plan;

import static dev.nodejoin.api.v1alpha1.ConditionType.NODE_REGISTERED;

import dev.nodejoin.api.v1alpha1.CertificateStatus;
import dev.nodejoin.api.v1alpha1.RecordedApproval;
import dev.nodejoin.api.v1alpha1.RegisteredNode;
import dev.nodejoin.operator.name.NameHold;
import java.util.Objects;
import java.util.Optional;

/**
 * A Node that was deleted and created again, by its own kubelet or by an administrator: nobody can tell which machine is
 * behind it. It is told first, then put right, and then is the request's Node again.
 *
 * <p>Set again is what a kubelet could give itself anyway. Labels that a kubelet may not set ({@code
 * node-restriction.kubernetes.io/}) are trust in the machine, and wait for a person who approves while this Node is there.
 */
final class Replacement {
    private Replacement() {}

    static JoinPlan plan(Planning planning, NodeFacts node) {
        Standing.certified(planning);
        describe(planning, node);
        var revocation = Revocation.step(planning);
        if (revocation.isPresent()) return revocation.get();
        if (!isTold(planning, node) || isAnothers(planning)) return planning.thenRest();
        if (planning.ownHold().flatMap(NameHold::nodeUid).isEmpty()) return holdAgain(planning);
        return isToBeTaken(planning, node) ? take(planning, node) : putRight(planning, node);
    }

    static Planning describe(Planning planning, NodeFacts node) {
        return planning.unmet(NODE_REGISTERED, Reason.NODE_REPLACED, message(planning, node));
    }

    private static String message(Planning planning, NodeFacts node) {
        var what = "Node %s was created again: it was %s, it is %s"
                .formatted(planning.nodeName(), registeredUid(planning), node.uid());
        var withheld = NodeSetUp.withheld(planning.request().spec().node());
        if (withheld.isEmpty()) return what;
        return "%s; the labels %s are set again only after another approval"
                .formatted(what, String.join(", ", withheld));
    }

    private static String registeredUid(Planning planning) {
        var registered = Objects.requireNonNull(planning.request().status().node());
        return Objects.requireNonNullElse(registered.uid(), "another");
    }

    private static boolean isTold(Planning planning, NodeFacts node) {
        return Conditions.of(planning.request().status().conditions(), NODE_REGISTERED)
                .filter(condition -> Reason.NODE_REPLACED.equals(condition.getReason()))
                .filter(condition -> message(planning, node).equals(condition.getMessage()))
                .isPresent();
    }

    /** The Node came of another request. */
    private static boolean isAnothers(Planning planning) {
        return planning.snapshot().hold().isPresent() && planning.ownHold().isEmpty();
    }

    /** The name was freed with the Node. What is remembered stays what is known of that Node, not of this. */
    private static JoinPlan holdAgain(Planning planning) {
        var attempt = planning.token().map(TokenPlanning::attemptOf).orElse(0);
        var key =
                Optional.ofNullable(planning.request().status().certificate()).map(CertificateStatus::publicKeySHA256);
        var hold = planning.ownHold().orElseGet(() -> TokenPlanning.hold(planning, attempt));
        return planning.then(new Effect.HoldName(hold.remembering(registeredUid(planning), key)));
    }

    private static boolean isToBeTaken(Planning planning, NodeFacts node) {
        var seen = Optional.ofNullable(planning.request().status().approved()).map(RecordedApproval::nodeUID);
        return NodeSetUp.withheld(planning.request().spec().node()).isEmpty() || seen.equals(Optional.of(node.uid()));
    }

    private static JoinPlan take(Planning planning, NodeFacts node) {
        planning.draft().node(new RegisteredNode(node.uid()));
        NodePlanning.describe(planning, Optional.of(node), node.uid(), Reason.REGISTERED);
        return planning.thenRest();
    }

    private static JoinPlan putRight(Planning planning, NodeFacts node) {
        return NodeSetUp.ofUnknownMachine(
                        planning.nodeName(), planning.request().spec().node(), node)
                .map(setUp -> planning.then(new Effect.SetUpNode(setUp)))
                .orElseGet(planning::thenRest);
    }
}
