package dev.nodejoin.operator.plan;

import dev.nodejoin.api.v1alpha1.CertificateStatus;
import dev.nodejoin.api.v1alpha1.RegisteredNode;
import dev.nodejoin.api.v1alpha1.RejoinKind;
import dev.nodejoin.operator.name.NameHold;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a machine may join in the place of the Node that a request has.
 *
 * <p>Never while the Node's kubelet is heard of. What is known of the machine's key is taken from the Lease of the name, which
 * nobody but the operator writes, and only for the very Node that the machine registered.
 */
sealed interface Rejoin {
    /** A Node that shall make room for another key has to be silent this long. */
    Duration LONG_SILENCE = Duration.ofMinutes(10);

    /**
     * A machine may.
     *
     * @param key the only one that may be certified; any if empty
     * @param silence what has to be seen live before anything is given out
     */
    record Open(Optional<String> key, Optional<Silence> silence) implements Rejoin {}

    /**
     * None may.
     *
     * @param until when time alone changes that
     */
    record Shut(Optional<Instant> until) implements Rejoin {}

    /** The place of the Node that the request has, if it may be taken now. */
    static Optional<Open> open(Planning planning) {
        return own(planning)
                .map(node -> of(planning, node))
                .filter(Open.class::isInstance)
                .map(Open.class::cast);
    }

    /** The Node that the request has, if it is there. */
    static Optional<NodeFacts> own(Planning planning) {
        var uid = Optional.ofNullable(planning.request().status().node()).map(RegisteredNode::uid);
        return planning.snapshot()
                .node()
                .filter(node -> uid.filter(node.uid()::equals).isPresent());
    }

    static Rejoin of(Planning planning, NodeFacts node) {
        if (planning.isOverdue() || node.silentSince().isEmpty() || node.isControlPlane())
            return new Shut(Optional.empty());
        return switch (Terms.rejoin(planning.request().spec())) {
            case NEVER -> new Shut(Optional.empty());
            case SAME_KEY -> open(knownKey(planning, node), Optional.empty());
            case IF_NOT_READY -> ifNotReady(planning, node);
        };
    }

    private static Rejoin ifNotReady(Planning planning, NodeFacts node) {
        var from = node.silentSince().orElseThrow().plus(LONG_SILENCE);
        if (planning.now().isBefore(from)) return new Shut(Optional.of(from));
        var silence = Optional.of(silence(planning));
        if (letsAnyKey(planning, node)) return new Open(TokenPlanning.pinnedKey(planning.request()), silence);
        return open(knownKey(planning, node).or(() -> firstKey(planning, node)), silence);
    }

    private static Rejoin open(Optional<String> key, Optional<Silence> silence) {
        return key.isPresent() ? new Open(key, silence) : new Shut(Optional.empty());
    }

    /** What has to be true of the Lease that the Node's kubelet renews. */
    static Silence silence(Planning planning) {
        return new Silence(planning.nodeName(), planning.now().minus(LONG_SILENCE));
    }

    /** Whether the approval was given for this very Node to be replaced, and nobody has been let in its place yet. */
    static boolean letsAnyKey(Planning planning, NodeFacts node) {
        var approved = planning.request().status().approved();
        return Terms.rejoin(planning.request().spec()) == RejoinKind.IF_NOT_READY
                && approved != null
                && node.uid().equals(approved.nodeUID());
    }

    private static Optional<String> knownKey(Planning planning, NodeFacts node) {
        return planning.ownHold().flatMap(hold -> hold.keyOf(node.uid()));
    }

    /** The first that was approved in the Node's place; it is recorded once the Node is back. */
    private static Optional<String> firstKey(Planning planning, NodeFacts node) {
        return planning.ownHold()
                .filter(hold -> hold.isOf(node.uid()))
                .flatMap(hold -> Optional.ofNullable(planning.request().status().certificate()))
                .map(CertificateStatus::publicKeySHA256);
    }

    /** What the Lease shall say during the next attempt: the key that is known stays, unless any may come. */
    static NameHold remembered(Planning planning, NodeFacts node, NameHold hold) {
        var known = letsAnyKey(planning, node) ? Optional.<String>empty() : knownKey(planning, node);
        return hold.remembering(node.uid(), known);
    }

    /** What the Lease does not say yet of the machine that has joined; empty if there is nothing to add. */
    static Optional<NameHold> toRemember(Planning planning, NodeFacts node) {
        var certificate = planning.request().status().certificate();
        if (certificate == null || certificate.serial() == null || !isWorthRemembering(planning))
            return Optional.empty();
        return planning.ownHold()
                .filter(hold -> hold.nodeUid().isEmpty()
                        || (hold.isOf(node.uid()) && hold.publicKeySha256().isEmpty()))
                .map(hold -> hold.remembering(node.uid(), Optional.ofNullable(certificate.publicKeySHA256())));
    }

    /** Where nobody can prove or need the key, a write is saved. */
    private static boolean isWorthRemembering(Planning planning) {
        var spec = planning.request().spec();
        return Terms.rejoin(spec) != RejoinKind.NEVER || Terms.pinnedKeyPem(spec) != null;
    }
}
