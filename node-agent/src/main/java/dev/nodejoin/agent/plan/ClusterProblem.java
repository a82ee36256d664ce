package dev.nodejoin.agent.plan;

import java.time.Instant;

/** Why the API server did not do what it was asked; each needs another remedy. */
public sealed interface ClusterProblem {
    /** No answer: no route, refused, no such name, or too slow. May heal by itself. */
    record Unreachable(String why) implements ClusterProblem {}

    /** The other side could not prove to be the API server that is meant. */
    record Untrusted(String why) implements ClusterProblem {}

    /** The other side's certificate, or its CA's, is good, but not now by this machine's clock. */
    record Untimely(Instant notBefore, Instant notAfter, boolean expired) implements ClusterProblem {
        /** What is wrong with it, and by whose measure. */
        public String why() {
            return expired
                    ? "by this machine's clock its certificate, or its CA's, has expired (at %s)".formatted(notAfter)
                    : "by this machine's clock its certificate, or its CA's, is not valid yet (not before %s)"
                            .formatted(notBefore);
        }

        /** What can be done about it. */
        public String remedy() {
            return "set this machine's clock if it is wrong (date -u shows it), else have an administrator renew the"
                    + " certificate";
        }
    }

    /** 401: the credential is unknown, expired or revoked. */
    record Unauthorized() implements ClusterProblem {}

    /** 403: the credential is good but does not suffice. */
    record Forbidden(String message) implements ClusterProblem {}

    /** 429 or 5xx: a server that says it can't right now. May heal by itself. */
    record Busy(int status, String message) implements ClusterProblem {}

    /** Any other answer that is no success. */
    record Refused(int status, String message) implements ClusterProblem {}

    /** An answer that is too large or not what the API promises. */
    record Unusable(String why) implements ClusterProblem {}

    /** Whether asking again may help. */
    default boolean mayHeal() {
        return this instanceof Unreachable || this instanceof Busy;
    }
}
