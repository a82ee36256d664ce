package dev.nodejoin.operator.plan;

import dev.nodejoin.api.v1alpha1.CertificateStatus;
import dev.nodejoin.api.v1alpha1.NodeJoinRequestStatus;
import dev.nodejoin.policy.approval.Protection;
import dev.nodejoin.policy.rule.PolicyRefusal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What to do next for one request: first the status, if it differs; then, with the status as it is now, the effect.
 *
 * @param onlyUnder the status may be written only if the protection, read anew, is still this one
 * @param onlyIfGone the status may be written only if the signing request that was claimed before, read anew, is gone: a
 *     cache that lags does not show it either
 * @param onlyIfSilent the status may be written only if the Node's Lease, read live, was not renewed in this time
 * @param lookAgainAt when time alone changes the plan
 * @param audited what policies of mode Audit would have refused
 */
public record JoinPlan(
        NodeJoinRequestStatus status,
        Optional<Protection.Intact> onlyUnder,
        Optional<CertificateStatus> onlyIfGone,
        Optional<Silence> onlyIfSilent,
        Effect effect,
        Optional<Instant> lookAgainAt,
        List<PolicyRefusal> audited) {
    public JoinPlan {
        audited = List.copyOf(audited);
    }

    /** The same plan, under one more condition. */
    JoinPlan onlyIf(Optional<Silence> silence) {
        return new JoinPlan(status, onlyUnder, onlyIfGone, silence, effect, lookAgainAt, audited);
    }

    /** Time changes the plan at that moment too. */
    JoinPlan lookingAgainAt(Instant at) {
        return lookingAgainBy(Optional.of(at));
    }

    /** The same, at the latest then. */
    JoinPlan lookingAgainBy(Optional<Instant> latest) {
        var earlier = Stream.concat(lookAgainAt.stream(), latest.stream()).min(Comparator.naturalOrder());
        return new JoinPlan(status, onlyUnder, onlyIfGone, onlyIfSilent, effect, earlier, audited);
    }
}
