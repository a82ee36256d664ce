package dev.nodejoin.policy.approval;

import dev.nodejoin.api.v1alpha1.RecordedApproval;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the approvals and denials of a request amount to. */
public sealed interface ApprovalVerdict {
    /** Somebody said no; that is final for this object, whatever its specification becomes. */
    record Denied(String by, String reason) implements ApprovalVerdict {}

    /** The protection is off, so nothing in the status can be believed. */
    record Unprotected(List<String> problems) implements ApprovalVerdict {
        public Unprotected {
            problems = List.copyOf(problems);
        }
    }

    /** The protection is too young to be enforced everywhere; a key may be published from {@code at} on. */
    record Settling(Instant at) implements ApprovalVerdict {}

    /**
     * Another key has to be published, and every approval that quotes an older one has to go.
     *
     * @param specChanged an earlier specification had been published, and this is another
     */
    record Publish(SpecHash specHash, ApprovalKey key, boolean specChanged) implements ApprovalVerdict {}

    /**
     * Not enough of those who count have approved this specification yet.
     *
     * @param counted who approved so far
     * @param notCounted who approved, but asked for the Node too: nobody approves what they ask for themselves
     * @param missing how many more it takes
     */
    record Awaiting(ApprovalKey key, List<String> counted, List<String> notCounted, int missing)
            implements ApprovalVerdict {
        public Awaiting {
            counted = List.copyOf(counted);
            notCounted = List.copyOf(notCounted);
        }
    }

    /** It takes several people, none of whom may be who asked, and nobody says who that is. */
    record RequesterUnknown(int approvers) implements ApprovalVerdict {}

    /**
     * Approved; it is to be recorded, after the protection was read anew.
     *
     * @param by whose approvals counted; nobody's if policies approved automatically
     */
    record Recordable(List<String> by, List<PolicyReference> policies, SpecHash specHash) implements ApprovalVerdict {
        public Recordable {
            by = List.copyOf(by);
            policies = List.copyOf(policies);
        }
    }

    /** The recorded approval was not used in time: it has to go, and so has everything that it was made of. */
    record Lapsed(ApprovalKey key) implements ApprovalVerdict {}

    /**
     * Approved and recorded for exactly this specification.
     *
     * @param lapsesAt when that will be over, unless the certificate is issued before
     */
    record Approved(RecordedApproval approval, Optional<Instant> lapsesAt) implements ApprovalVerdict {}
}
