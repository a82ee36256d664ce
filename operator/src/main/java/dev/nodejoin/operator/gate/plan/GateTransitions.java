package dev.nodejoin.operator.gate.plan;

import dev.nodejoin.api.v1alpha1.GateConditionType;
import dev.nodejoin.api.v1alpha1.NodeJoinGateStatus;
import dev.nodejoin.api.v1alpha1.UnrequestedToken;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which changes of a gate's status are worth an Event: it opened or closed, and a token appeared that nobody asked for. */
public final class GateTransitions {
    private GateTransitions() {}

    /**
     * One change.
     *
     * @param warning it is something that somebody should look at
     */
    public record Transition(String reason, String message, boolean warning) {}

    public static List<Transition> between(NodeJoinGateStatus before, NodeJoinGateStatus after) {
        return Stream.of(
                        moved(GateConditionType.GATE_CLOSED, before, after),
                        moved(GateConditionType.APPROVALS_PROTECTED, before, after),
                        unrequested(before, after))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Transition> moved(
            GateConditionType type, NodeJoinGateStatus before, NodeJoinGateStatus after) {
        var old = GateConditions.of(before.conditions(), type).map(Condition::getStatus);
        return GateConditions.of(after.conditions(), type)
                .filter(condition -> !old.equals(Optional.of(condition.getStatus())))
                .map(condition -> new Transition(
                        condition.getReason(), condition.getMessage(), !"True".equals(condition.getStatus())));
    }

    /** One event however many they are: whoever has a token must not fill the cluster with events. */
    private static Optional<Transition> unrequested(NodeJoinGateStatus before, NodeJoinGateStatus after) {
        var known = tokens(before).map(UnrequestedToken::requester).collect(Collectors.toSet());
        var appeared = tokens(after)
                .filter(token -> !known.contains(token.requester()))
                .map(token -> "%s (%s)".formatted(token.requester(), token.newestRequest()))
                .collect(Collectors.joining(", "));
        return appeared.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Transition(GateReason.UNREQUESTED, "Nobody asked for the machines of " + appeared, true));
    }

    private static Stream<UnrequestedToken> tokens(NodeJoinGateStatus status) {
        return status.unrequested() == null
                ? Stream.empty()
                : Objects.requireNonNullElse(status.unrequested().tokens(), List.<UnrequestedToken>of()).stream();
    }
}
