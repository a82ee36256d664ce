package dev.nodejoin.operator.gate.plan;

import dev.nodejoin.api.v1alpha1.NodeJoinGateStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What to do next about the gate.
 *
 * @param lookAgainAt when time alone changes the plan
 */
public record GatePlan(NodeJoinGateStatus status, List<GateEffect> effects, Optional<Instant> lookAgainAt) {
    public GatePlan {
        effects = List.copyOf(effects);
    }
}
