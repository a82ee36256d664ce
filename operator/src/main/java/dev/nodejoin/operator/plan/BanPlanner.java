package dev.nodejoin.operator.plan;

import dev.nodejoin.api.v1alpha1.NodeJoinBanStatus;
import dev.nodejoin.api.v1alpha1.RegisteredNode;
import dev.nodejoin.operator.condition.ConditionRenderer;
import dev.nodejoin.policy.ban.Ban;
import dev.nodejoin.policy.ban.BanRules;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides what comes next for a ban. Pure: the same snapshot and time always give the same plan.
 *
 * <p>The API server refuses a banned node's writes by itself. What is left is to deny whoever asks for a certificate with a
 * bootstrap token, to say what the ban hits, and to take it out of the API server's way once its name is in the index.
 */
public final class BanPlanner {
    /** Type of the only condition of a ban. */
    public static final String IN_FORCE = "InForce";
    /** Reason of its end. */
    public static final String EXPIRED = "Expired";

    /** API servers hear of index and ban on different ways; none may be without both for a moment. */
    static final Duration SETTLING = Duration.ofSeconds(10);

    private static final Duration REST = Duration.ofSeconds(30);
    private static final int MOST_REQUESTS = 16;

    private BanPlanner() {}

    public static BanPlan plan(BanSnapshot snapshot, Instant now) {
        return new BanPlan(
                denials(snapshot, now), status(snapshot, now), isLabelDue(snapshot, now), next(snapshot, now));
    }

    private static List<Effect.Deny> denials(BanSnapshot snapshot, Instant now) {
        var bans = List.of(snapshot.facts().ban());
        return snapshot.certificateRequests().stream()
                .flatMap(request -> BanRules.judge(request.requested(), bans, now).stream()
                        .map(verdict -> new Effect.Deny(request, verdict)))
                .toList();
    }

    private static NodeJoinBanStatus status(BanSnapshot snapshot, Instant now) {
        return new NodeJoinBanStatus(
                List.of(inForce(snapshot.facts(), now)),
                snapshot.facts().generation(),
                hits(snapshot),
                snapshot.nodeUid().map(RegisteredNode::new).orElse(null),
                snapshot.requests().stream().sorted().limit(MOST_REQUESTS).toList(),
                snapshot.requests().size());
    }

    private static Condition inForce(BanFacts facts, Instant now) {
        var holds = facts.ban().isInForce(now);
        return new ConditionRenderer(facts.status().conditions(), facts.generation(), now)
                .render(
                        IN_FORCE,
                        holds,
                        holds ? IN_FORCE : EXPIRED,
                        holds ? effect(facts.ban()) : "The ban is over; create another or delete it");
    }

    private static String effect(Ban ban) {
        var effects = new ArrayList<String>();
        ban.nodeName()
                .ifPresent(node ->
                        effects.add("Whatever Node %s writes is refused, and it gets no certificate".formatted(node)));
        ban.publicKeySha256()
                .ifPresent(key -> effects.add(
                        "No Node joins with key %s; one that is in is put out by its name only".formatted(key)));
        return String.join(". ", effects);
    }

    /** The condition of a status that was written before. */
    public static Optional<Condition> condition(NodeJoinBanStatus status) {
        return Objects.requireNonNullElse(status.conditions(), List.<Condition>of()).stream()
                .filter(condition -> IN_FORCE.equals(condition.getType()))
                .findFirst();
    }

    private static String hits(BanSnapshot snapshot) {
        var count = snapshot.requests().size();
        var requests = count == 1 ? "1 request" : count + " requests";
        if (snapshot.nodeUid().isEmpty()) return count == 0 ? "nothing" : requests;
        return count == 0 ? "Node" : "Node and " + requests;
    }

    /** A ban that is over is labelled once its status says so: from then on nobody prolongs it. */
    private static boolean isLabelDue(BanSnapshot snapshot, Instant now) {
        var facts = snapshot.facts();
        if (facts.labelled()) return false;
        if (!facts.ban().isInForce(now)) return isSaidToBeOver(facts);
        if (facts.ban().nodeName().isEmpty()) return true;
        return snapshot.indexedSince()
                .filter(since -> !now.isBefore(since.plus(SETTLING)))
                .isPresent();
    }

    private static boolean isSaidToBeOver(BanFacts facts) {
        return condition(facts.status())
                .filter(condition -> "False".equals(condition.getStatus()))
                .isPresent();
    }

    private static Instant next(BanSnapshot snapshot, Instant now) {
        var settled = snapshot.indexedSince().filter(since -> !snapshot.facts().labelled());
        return Stream.of(
                        Optional.of(now.plus(REST)),
                        snapshot.facts().ban().until(),
                        settled.map(since -> since.plus(SETTLING)))
                .flatMap(Optional::stream)
                .filter(now::isBefore)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }
}
