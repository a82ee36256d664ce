package dev.nodejoin.agent.join;

import dev.nodejoin.agent.plan.Decision;
import dev.nodejoin.agent.plan.ForeignSigner;
import dev.nodejoin.agent.plan.Phase;
import dev.nodejoin.agent.plan.SigningRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Makes the wait for the certificate of an approved request visible. */
final class SignerWait {
    private final JoinClock clock;
    private final Transcript transcript;
    private @Nullable Duration approved;
    private int words;

    SignerWait(JoinClock clock, Transcript transcript) {
        this.clock = clock;
        this.transcript = transcript;
    }

    /** Says what is due by now. */
    void look(SigningRequest request) {
        if (!(request.decision() instanceof Decision.Approved)) {
            approved = null;
            return;
        }
        if (approved == null) {
            approved = clock.steady();
        }
        if (untilNextWord().isZero()) {
            transcript.say(Phase.CERTIFICATE, ForeignSigner.word(request, words));
            words++;
        }
    }

    /** How long nothing has to be said; never longer than the given time. */
    Duration quiet(Duration longest) {
        return approved == null || untilNextWord().compareTo(longest) > 0 ? longest : untilNextWord();
    }

    private Duration untilNextWord() {
        var since = approved == null ? Duration.ZERO : clock.steady().minus(approved);
        var left = ForeignSigner.wordDue(words).minus(since);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
