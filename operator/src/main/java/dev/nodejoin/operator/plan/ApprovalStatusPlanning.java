package dev.nodejoin.operator.plan;

import static dev.nodejoin.api.v1alpha1.ApprovalConditionType.MATCHED;
import static dev.nodejoin.api.v1alpha1.ApprovalConditionType.SPENT;
import static dev.nodejoin.api.v1alpha1.ApprovalConditionType.VOID;

import dev.nodejoin.api.v1alpha1.ApprovalConditionType;
import dev.nodejoin.api.v1alpha1.NodeJoinApprovalStatus;
import dev.nodejoin.api.v1alpha1.SpentOn;
import dev.nodejoin.operator.condition.ConditionRenderer;
import dev.nodejoin.policy.approval.WrittenApprovalVerdict;
import dev.nodejoin.policy.approval.WrittenApprovalVerdict.Match;
import dev.nodejoin.policy.approval.WrittenApprovalVerdict.Worth;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the status of a NodeJoinApproval has to say. What it was spent on is said here, once; it counts from then on. */
public final class ApprovalStatusPlanning {
    private final NodeJoinApprovalStatus before;
    private final WrittenApprovalVerdict verdict;
    private final Instant now;

    private ApprovalStatusPlanning(NodeJoinApprovalStatus before, WrittenApprovalVerdict verdict, Instant now) {
        this.before = before;
        this.verdict = verdict;
        this.now = now;
    }

    /** While the protection is off nothing can be said, and what was said stays. */
    public static NodeJoinApprovalStatus plan(
            NodeJoinApprovalStatus before, WrittenApprovalVerdict verdict, Instant now) {
        if (verdict.worth() instanceof Worth.Unknown) return before;
        return new ApprovalStatusPlanning(before, verdict, now).status();
    }

    private NodeJoinApprovalStatus status() {
        var spentOn = spentOn();
        return new NodeJoinApprovalStatus(
                List.of(condition(MATCHED, matched()), condition(SPENT, spent(spentOn)), condition(VOID, isVoid())),
                spentOn,
                verdict.worth() instanceof Worth.Genuine(var protection) ? protection : before.protection());
    }

    private @Nullable SpentOn spentOn() {
        if (before.spentOn() != null) return before.spentOn();
        return verdict.isToBeSpent() && verdict.match() instanceof Match.Matching(var uid)
                ? new SpentOn(uid, Timestamps.format(now))
                : null;
    }

    private Finding matched() {
        return switch (verdict.match()) {
            case Match.Spent(var uid) -> Finding.met("Matched", "It approves the request with UID " + uid);
            case Match.Matching(var uid) -> Finding.met("Matched", "It approves the request with UID " + uid);
            case Match.NoRequest none ->
                Finding.unmet("NoRequest", "There is no NodeJoinRequest of that name in this namespace yet");
            case Match.OtherNode(var nodeName) ->
                Finding.unmet("OtherNode", "The request asks for Node %s".formatted(nodeName));
            case Match.OtherRole role ->
                Finding.unmet("OtherRole", "The request asks for another role than the approval says");
            case Match.OtherSpecification(var hash) ->
                Finding.unmet(
                        "OtherSpecification",
                        "The request asks for something else than was approved; its specHash is " + hash.value());
        };
    }

    private static Finding spent(@Nullable SpentOn spentOn) {
        return spentOn == null
                ? Finding.unmet("Unspent", "It is spent on the first request that it matches")
                : Finding.met("Spent", "Spent on the request with UID %s, and on no other".formatted(spentOn.uid()));
    }

    private Finding isVoid() {
        return switch (verdict.worth()) {
            case Worth.Unvouched(var from) ->
                Finding.met(
                        "OlderThanProtection",
                        "It was created before %s, when the admission policies were surely in force, so anybody may have; create another"
                                .formatted(Timestamps.format(from)));
            case Worth.Expired(var at) -> Finding.met("Expired", "It expired at " + at);
            case Worth.Genuine genuine -> Finding.unmet("Genuine", "Its author had the right and is who it says");
            case Worth.Unknown unknown -> throw new IllegalStateException("Nothing is said while nothing can be");
        };
    }

    private Condition condition(ApprovalConditionType type, Finding finding) {
        return new ConditionRenderer(before.conditions(), null, now)
                .render(type.label(), finding.met(), finding.reason(), finding.message());
    }
}
