package dev.nodejoin.policy.approval;

import dev.nodejoin.api.v1alpha1.RecordedApproval;
import java.time.Instant;
import java.util.List;

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
     * Nobody who counts has approved this specification yet.
     *
     * @param notCounted who approved, but asked for the Node too: nobody approves what they ask for themselves
     */
    record Awaiting(ApprovalKey key, List<String> notCounted) implements ApprovalVerdict {
        public Awaiting {
            notCounted = List.copyOf(notCounted);
        }
    }

    /** Enough people approved; it is to be recorded, after the protection was read anew. */
    record Recordable(List<String> by, SpecHash specHash) implements ApprovalVerdict {
        public Recordable {
            by = List.copyOf(by);
        }
    }

    /** Approved and recorded for exactly this specification. */
    record Approved(RecordedApproval approval) implements ApprovalVerdict {}
}
