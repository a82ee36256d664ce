package dev.nodejoin.operator.plan;

import dev.nodejoin.api.v1alpha1.NodeJoinBanStatus;
import java.time.Instant;
import java.util.List;

/**
 * What to do for one ban: the denials, then the status, if it differs, then the label.
 *
 * @param label say that the index tells whether the ban is in force
 * @param lookAgainAt when time alone, or what no event tells, may change the plan
 */
public record BanPlan(List<Effect.Deny> denials, NodeJoinBanStatus status, boolean label, Instant lookAgainAt) {
    public BanPlan {
        denials = List.copyOf(denials);
    }
}
