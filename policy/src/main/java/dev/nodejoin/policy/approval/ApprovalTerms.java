package dev.nodejoin.policy.approval;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What it takes to approve a request: the sum of what the policies that govern it say.
 *
 * @param automatic nobody has to be asked
 * @param approvers how many distinct people, at least 1; of no account when automatic
 * @param expiresAfter how long an approval is good while no certificate was issued; empty for as long as the request is
 * @param policies all that govern the request, by name
 */
public record ApprovalTerms(
        boolean automatic, int approvers, Optional<Duration> expiresAfter, List<PolicyReference> policies) {
    /** Where no policy speaks: one person. */
    public static final ApprovalTerms ONE_PERSON = new ApprovalTerms(false, 1, Optional.empty(), List.of());

    public ApprovalTerms {
        policies = List.copyOf(policies);
    }
}
