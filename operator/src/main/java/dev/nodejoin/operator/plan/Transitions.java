package dev.nodejoin.operator.plan;

import dev.nodejoin.api.v1alpha1.ConditionType;
import dev.nodejoin.api.v1alpha1.NodeJoinRequestStatus;
import dev.nodejoin.policy.certificate.CertificateVerdict;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which changes of a status are worth an Event: the steps of a join, and whatever stands in its way. */
public final class Transitions {
    private static final Set<ConditionType> STEPS = EnumSet.of(
            ConditionType.APPROVED,
            ConditionType.HANDED_OVER,
            ConditionType.CERTIFICATE_ISSUED,
            ConditionType.NODE_REGISTERED,
            ConditionType.SERVING_CERTIFICATE_ISSUED);
    private static final Set<String> OBSTACLES = Set.of(
            Reason.NAMESPACE_NOT_SERVED,
            Reason.SUSPENDED,
            Reason.OUT_OF_BOUNDS,
            Reason.BANNED,
            Reason.RULE_FAILED,
            Reason.TOO_MANY_REQUESTS,
            Reason.SPEC_CHANGED,
            Reason.REQUESTER_UNKNOWN,
            Reason.DENIED,
            Reason.APPROVALS_UNPROTECTED,
            Reason.EXPIRED,
            Reason.NAME_HELD,
            Reason.NODE_EXISTS,
            Reason.HAND_OFF_CONFLICT,
            Reason.HAND_OFF_REFUSED,
            Reason.CLUSTER_INFO_MISSING,
            Reason.CLUSTER_INFO_NOT_PUBLIC,
            Reason.CLUSTER_INFO_UNUSABLE,
            Reason.REFUSED,
            Reason.KEY_MISMATCH,
            Reason.NODE_GONE,
            Reason.NODE_REPLACED);

    private Transitions() {}

    /**
     * One change of a condition.
     *
     * @param obstacle what happened stands in the way of the join
     */
    public record Transition(ConditionType type, String reason, String message, boolean obstacle) {}

    public static List<Transition> between(NodeJoinRequestStatus before, NodeJoinRequestStatus after) {
        return Arrays.stream(ConditionType.values())
                .filter(type -> type != ConditionType.READY)
                .flatMap(type -> transition(type, before, after).stream())
                .toList();
    }

    /** A denial that no condition tells of, since the join has gone on with another signing request. */
    public static Optional<Transition> ofDenial(NodeJoinRequestStatus status, CertificateVerdict.Deny denial) {
        var told = Conditions.of(status.conditions(), ConditionType.CERTIFICATE_ISSUED)
                .filter(Transitions::isObstacle)
                .isPresent();
        if (told) return Optional.empty();
        return Optional.of(
                new Transition(ConditionType.CERTIFICATE_ISSUED, Reason.ofDenial(denial), denial.message(), true));
    }

    private static Optional<Transition> transition(
            ConditionType type, NodeJoinRequestStatus before, NodeJoinRequestStatus after) {
        var old = Conditions.of(before.conditions(), type);
        return Conditions.of(after.conditions(), type)
                .filter(condition -> isNew(old, condition))
                .filter(condition -> isStep(type, condition) || isObstacle(condition))
                .map(condition ->
                        new Transition(type, condition.getReason(), condition.getMessage(), isObstacle(condition)));
    }

    /** A step is told once, whatever its reason becomes later. */
    private static boolean isNew(Optional<Condition> old, Condition condition) {
        if (old.isEmpty()) return true;
        var sameStatus = condition.getStatus().equals(old.get().getStatus());
        return !sameStatus
                || (isObstacle(condition)
                        && !condition.getReason().equals(old.get().getReason()));
    }

    private static boolean isStep(ConditionType type, Condition condition) {
        return STEPS.contains(type) && "True".equals(condition.getStatus());
    }

    private static boolean isObstacle(Condition condition) {
        return "False".equals(condition.getStatus()) && OBSTACLES.contains(condition.getReason());
    }
}
