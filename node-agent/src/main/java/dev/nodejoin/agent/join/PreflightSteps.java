package dev.nodejoin.agent.join;

import dev.nodejoin.agent.plan.Failures;
import dev.nodejoin.agent.plan.Phase;
import dev.nodejoin.agent.preflight.MachineFacts;
import dev.nodejoin.agent.preflight.Preflight;
import dev.nodejoin.agent.preflight.PreflightOrder;
import dev.nodejoin.agent.preflight.PreflightReport;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** The checks of the machine, with what they print; they come before anything is written or asked of the cluster. */
public final class PreflightSteps {
    private final LongSupplier userId;
    private final Function<PreflightOrder, MachineFacts> look;
    private final JoinClock clock;
    private final Transcript transcript;

    public PreflightSteps(
            LongSupplier userId, Function<PreflightOrder, MachineFacts> look, JoinClock clock, Transcript transcript) {
        this.userId = userId;
        this.look = look;
        this.clock = clock;
        this.transcript = transcript;
    }

    /** Throws {@link JoinFailedException} if the machine can't join as it is. */
    public void run(PreflightOrder order) {
        var start = clock.steady();
        transcript.say(Phase.PREFLIGHT, "Running pre-flight checks");
        settle(Preflight.ofUser(order, userId.getAsLong()));
        settle(Preflight.of(order, look.apply(order)));
        transcript.spent(Phase.PREFLIGHT, clock.steady().minus(start));
    }

    private void settle(PreflightReport report) {
        if (!report.details().isEmpty()) {
            transcript.say(
                    Phase.PREFLIGHT, "The system verification failed. Printing the output from the verification:");
            transcript.detail(report.details());
        }
        transcript.complain(report.warnings());
        var errors = report.errors();
        if (!errors.isEmpty()) {
            transcript.complain(errors);
            throw new JoinFailedException(Failures.preflight(report.failedChecks()));
        }
    }
}
