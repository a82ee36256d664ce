package dev.nodejoin.policy.approval;

import java.time.Instant;
import java.util.List;

/**
 * What is to be said about an approval as an object.
 *
 * @param worth whether it can count for anything
 * @param match how it relates to the request of its name
 */
public record WrittenApprovalVerdict(Worth worth, Match match) {

    /** Whether an approval can count for anything. */
    public sealed interface Worth {
        /** The protection is off: nothing can be said. */
        record Unknown(List<String> problems) implements Worth {
            public Unknown {
                problems = List.copyOf(problems);
            }
        }

        /** It may have been made by anybody: {@code from} is when the protection was surely in force. */
        record Unvouched(Instant from) implements Worth {}

        record Expired(String at) implements Worth {}

        /** {@code protection} is the hash of the one that vouches for it. */
        record Genuine(String protection) implements Worth {}
    }

    /** How an approval relates to the request of its name. */
    public sealed interface Match {
        /** It approves this request and no other, for ever. */
        record Spent(String uid) implements Match {}

        record NoRequest() implements Match {}

        record OtherNode(String nodeName) implements Match {}

        record OtherRole() implements Match {}

        /** {@code specHash} is that of what is asked for. */
        record OtherSpecification(SpecHash specHash) implements Match {}

        /** It approves this request, if it is worth anything. */
        record Matching(String uid) implements Match {}
    }

    /** It is to be spent on the request of this UID now. */
    public boolean isToBeSpent() {
        return worth instanceof Worth.Genuine && match instanceof Match.Matching;
    }
}
