package dev.nodejoin.policy.gate;

import java.util.List;

/**
 * What becomes of the inbox.
 *
 * @param taken machines that get a NodeJoinRequest
 * @param notTaken how many get none, though they ask
 * @param expired requests that nobody decided in time
 */
public record InboxVerdict(List<InboxCandidate> taken, int notTaken, List<InboxEntry> expired) {
    public InboxVerdict {
        taken = List.copyOf(taken);
        expired = List.copyOf(expired);
    }
}
