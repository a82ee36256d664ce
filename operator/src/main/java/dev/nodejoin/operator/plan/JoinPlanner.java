package dev.nodejoin.operator.plan;

import dev.nodejoin.api.v1alpha1.ConditionType;
import java.time.Instant;

/** Decides what comes next for a request. Pure: the same snapshot and time always give the same plan. */
public final class JoinPlanner {
    private JoinPlanner() {}

    public static JoinPlan plan(JoinSnapshot snapshot, Instant now) {
        var planning = Planning.begin(snapshot, now);
        var plan = BanPlanning.plan(planning).orElseGet(() -> planFree(planning));
        return PolicyPlanning.timely(planning, plan);
    }

    private static JoinPlan planFree(Planning planning) {
        var snapshot = planning.snapshot();
        var problem = AcceptanceRules.problem(snapshot.request(), snapshot.namespaceServed())
                .or(() -> PolicyPlanning.problem(planning));
        if (problem.isPresent()) {
            planning.draft().find(ConditionType.ACCEPTED, problem.get());
            return ApprovalPlanning.planUnaccepted(planning);
        }
        planning.met(ConditionType.ACCEPTED, Reason.ACCEPTED, "The request is well-formed and served here");
        return ApprovalPlanning.plan(planning);
    }
}
