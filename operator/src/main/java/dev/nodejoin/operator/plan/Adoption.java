package dev.nodejoin.operator.plan;

import static dev.nodejoin.api.v1alpha1.ConditionType.CREDENTIAL_ISSUED;

import dev.nodejoin.api.v1alpha1.CertificateStatus;
import dev.nodejoin.api.v1alpha1.RegisteredNode;
import dev.nodejoin.operator.name.NameHold;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of an approved request that finds a Node of its name. It takes the Node for its own, and mints nothing for
 * that, if the Node's machine is known to have the key that the request pins; or if the approval lets another machine in the
 * place of that very Node, and it has been silent long enough. Else the name is taken.
 */
final class Adoption {
    private Adoption() {}

    static JoinPlan plan(Planning planning, NodeFacts node) {
        if (node.isControlPlane()) return controlPlane(planning);
        var hold = planning.snapshot().hold();
        if (hold.filter(planning::isFormer).isPresent()) return planning.reclaim(hold.get());
        if (hold.isPresent() && planning.freeHold().isEmpty()) return nodeExists(planning, node);
        var pinned = TokenPlanning.pinnedKey(planning.request());
        if (pinned.isPresent() && hold.flatMap(known -> known.keyOf(node.uid())).equals(pinned))
            return take(planning, node, pinned);
        return isToBeReplaced(planning, node)
                ? take(planning, node, Optional.empty()).onlyIf(Optional.of(Rejoin.silence(planning)))
                : nodeExists(planning, node);
    }

    private static boolean isToBeReplaced(Planning planning, NodeFacts node) {
        return Rejoin.letsAnyKey(planning, node)
                && replaceableFrom(node)
                        .filter(from -> !planning.now().isBefore(from))
                        .isPresent();
    }

    private static Optional<Instant> replaceableFrom(NodeFacts node) {
        return node.silentSince().map(since -> since.plus(Rejoin.LONG_SILENCE));
    }

    /** First the name, so that nobody else adopts the Node, then the status. */
    private static JoinPlan take(Planning planning, NodeFacts node, Optional<String> key) {
        var held = planning.ownHold()
                .filter(hold -> hold.isOf(node.uid()) && hold.publicKeySha256().equals(key))
                .isPresent();
        if (!held) return hold(planning, node, key);
        planning.draft().node(new RegisteredNode(node.uid()));
        planning.draft().certificate(knowing(key));
        NodePlanning.describe(Standing.adopted(planning), Optional.of(node), node.uid(), Reason.ADOPTED);
        return planning.thenRest();
    }

    private static @Nullable CertificateStatus knowing(Optional<String> key) {
        return key.map(known -> new CertificateStatus(null, null, known, null, null, null))
                .orElse(null);
    }

    private static JoinPlan hold(Planning planning, NodeFacts node, Optional<String> key) {
        var hold = planning.ownHold().orElseGet(() -> unused(planning)).remembering(node.uid(), key);
        return planning.unmet(
                        CREDENTIAL_ISSUED, Reason.ADOPTED, "Node %s is being adopted".formatted(planning.nodeName()))
                .then(new Effect.HoldName(hold));
    }

    /** Holds the name without a token: the id is nobody's. */
    private static NameHold unused(Planning planning) {
        return TokenPlanning.hold(planning, 0);
    }

    /** The right to approve workers must not be enough to become one of those that the cluster is governed from. */
    private static JoinPlan controlPlane(Planning planning) {
        return planning.unmet(
                        CREDENTIAL_ISSUED,
                        Reason.NODE_EXISTS,
                        "Node %s is a control plane; no worker takes its place. Delete it or ask for another name"
                                .formatted(planning.nodeName()))
                .thenRestUntil(Terms.deadline(planning.request()));
    }

    private static JoinPlan nodeExists(Planning planning, NodeFacts node) {
        var deadline = Terms.deadline(planning.request());
        return planning.unmet(
                        CREDENTIAL_ISSUED,
                        Reason.NODE_EXISTS,
                        "A Node named %s is in the cluster; delete it or ask for another name"
                                .formatted(planning.nodeName()))
                .thenRestUntil(Optional.of(node)
                        .filter(existing -> Rejoin.letsAnyKey(planning, existing))
                        .flatMap(Adoption::replaceableFrom)
                        .filter(from -> from.isAfter(planning.now()) && from.isBefore(deadline))
                        .orElse(deadline));
    }
}
