package dev.nodejoin.policy.approval;

import dev.nodejoin.api.v1alpha1.NodeJoinRequestSpec;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * How many distinct people it takes.
 *
 * @param requester who asked, and so does not count; empty if nobody says so
 */
record Quorum(int approvers, String requester) {
    static Quorum of(ApprovalTerms terms, NodeJoinRequestSpec spec) {
        return new Quorum(Math.max(1, terms.approvers()), Objects.requireNonNullElse(spec.requestedBy(), ""));
    }

    /** Of several people none may be who asked; that can't be told without knowing who did. */
    boolean isJudgeable() {
        return approvers < 2 || !requester.isEmpty();
    }

    /** Each once, in order of appearance, without who asked. */
    List<String> counted(Stream<String> people) {
        return people.filter(user -> !user.isEmpty() && !user.equals(requester))
                .distinct()
                .toList();
    }

    int missing(List<String> counted) {
        return Math.max(0, approvers - counted.size());
    }

    boolean isMetBy(Stream<String> people) {
        return isJudgeable() && missing(counted(people)) == 0;
    }
}
