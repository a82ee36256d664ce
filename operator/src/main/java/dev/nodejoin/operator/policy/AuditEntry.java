package dev.nodejoin.operator.policy;

import dev.nodejoin.policy.rule.PolicyRefusal;
import java.time.Instant;

/**
 * One thing that a policy of mode Audit would have refused.
 *
 * @param since when this process first saw it
 */
public record AuditEntry(String namespace, String name, String requestUid, PolicyRefusal refusal, Instant since) {
    String policy() {
        return refusal.policy();
    }

    boolean isSame(AuditEntry other) {
        return requestUid.equals(other.requestUid) && refusal.equals(other.refusal);
    }
}
