package dev.nodejoin.agent.cluster;

import dev.nodejoin.agent.plan.ClusterProblem;
import org.jspecify.annotations.Nullable;

/** The API server did not do what it was asked. */
public final class ClusterException extends RuntimeException {
    private final transient ClusterProblem problem;

    public ClusterException(ClusterProblem problem) {
        this(problem, null);
    }

    public ClusterException(ClusterProblem problem, @Nullable Throwable cause) {
        super(problem.toString(), cause);
        this.problem = problem;
    }

    public ClusterProblem problem() {
        return problem;
    }
}
