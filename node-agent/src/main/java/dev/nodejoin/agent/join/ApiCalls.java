package dev.nodejoin.agent.join;

import dev.nodejoin.agent.cluster.ClusterException;
import dev.nodejoin.agent.plan.ClusterFailures;
import dev.nodejoin.agent.plan.ClusterProblem;
import dev.nodejoin.agent.plan.Credential;
import dev.nodejoin.agent.plan.Phase;
import java.time.Duration;
import java.util.function.Supplier;

/** Asks the API server until it answers, as long as asking again may help and there is time. */
final class ApiCalls {
    /** A token may be a moment older than what one of several API servers knows. */
    private static final Duration TOKEN_SPREAD = Duration.ofSeconds(5);

    private final JoinClock clock;
    private final String server;
    private final Transcript transcript;

    ApiCalls(JoinClock clock, String server, Transcript transcript) {
        this.clock = clock;
        this.server = server;
        this.transcript = transcript;
    }

    /**
     * The answer, or a {@link JoinFailedException} with the last problem.
     *
     * @param doing what is asked for, as in "may not …"
     */
    <T> T ask(Phase phase, Credential credential, Duration longest, String doing, Supplier<T> question) {
        var deadline = new Deadline(clock, longest);
        var pauses = BackOff.afterTrouble();
        var isAnnounced = false;
        while (true) {
            try {
                return question.get();
            } catch (ClusterException e) {
                if (!mayHeal(e.problem(), deadline)) {
                    throw failed(e, credential, doing);
                }
                if (!isAnnounced) {
                    announce(phase, e.problem(), credential, doing, deadline);
                    isAnnounced = true;
                }
            }
            deadline.pause(pauses.next());
        }
    }

    JoinFailedException failed(ClusterException e, Credential credential, String doing) {
        return new JoinFailedException(ClusterFailures.of(e.problem(), server, credential, doing), e);
    }

    private static boolean mayHeal(ClusterProblem problem, Deadline deadline) {
        if (problem instanceof ClusterProblem.Unauthorized) {
            return deadline.elapsed().compareTo(TOKEN_SPREAD) < 0 && !deadline.isOver();
        }
        return problem.mayHeal() && !deadline.isOver();
    }

    private void announce(Phase phase, ClusterProblem problem, Credential credential, String doing, Deadline deadline) {
        var what = ClusterFailures.of(problem, server, credential, doing).what();
        transcript.warn(phase, "%s; trying again for at most %s".formatted(what, Transcript.shown(deadline.left())));
    }
}
