package dev.nodejoin.operator.plan;

import dev.nodejoin.api.v1alpha1.CertificateStatus;
import dev.nodejoin.api.v1alpha1.NodeJoinRequestStatus;
import dev.nodejoin.policy.approval.Protection;
import dev.nodejoin.policy.rule.PolicyRefusal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What to do next for one request: first the status, if it differs; then, with the status as it is now, the effect.
 *
 * @param onlyUnder the status may be written only if the protection, read anew, is still this one
 * @param onlyIfGone the status may be written only if the signing request that was claimed before, read anew, is gone: a
 *     cache that lags does not show it either
 * @param lookAgainAt when time alone changes the plan
 * @param audited what policies of mode Audit would have refused
 */
public record JoinPlan(
        NodeJoinRequestStatus status,
        Optional<Protection.Intact> onlyUnder,
        Optional<CertificateStatus> onlyIfGone,
        Effect effect,
        Optional<Instant> lookAgainAt,
        List<PolicyRefusal> audited) {
    public JoinPlan {
        audited = List.copyOf(audited);
    }

    /** Time changes the plan at that moment too. */
    JoinPlan lookingAgainAt(Instant at) {
        var earlier = lookAgainAt.filter(at::isAfter).orElse(at);
        return new JoinPlan(status, onlyUnder, onlyIfGone, effect, Optional.of(earlier), audited);
    }
}
