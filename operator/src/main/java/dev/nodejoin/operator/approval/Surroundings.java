package dev.nodejoin.operator.approval;

import dev.nodejoin.policy.approval.AskedFor;
import java.util.Optional;

/** What an approval is judged against, as the caches know it. */
public interface Surroundings {
    /** The request of that name. */
    Optional<AskedFor> request(String namespace, String name);

    /** The admission policies that protect approvals. */
    ProtectionObserver.Observation observed();
}
