package dev.nodejoin.operator.plan;

import static dev.nodejoin.api.v1alpha1.ConditionType.ACCEPTED;

import dev.nodejoin.policy.ban.BanRules;
import dev.nodejoin.policy.ban.BanVerdict;
import java.util.Optional;

/** The step that a banned name or key does not pass, whatever was approved: what was given out is taken back. */
final class BanPlanning {
    private BanPlanning() {}

    /** Empty if nobody is banned. */
    static Optional<JoinPlan> plan(Planning planning) {
        var bans = planning.snapshot().bans();
        return switch (BanRules.judge(Suspects.of(planning.request()), bans, planning.now())) {
            case BanVerdict.Free free -> Optional.empty();
            case BanVerdict.Banned banned -> Optional.of(banned(planning, banned));
        };
    }

    private static JoinPlan banned(Planning planning, BanVerdict.Banned banned) {
        planning.unmet(ACCEPTED, Reason.BANNED, banned.message());
        return ApprovalPlanning.planUnaccepted(planning).lookingAgainBy(banned.firstEnd());
    }
}
