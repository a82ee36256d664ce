package dev.nodejoin.agent.join;

import dev.nodejoin.agent.kubelet.KubeletHealth;
import dev.nodejoin.agent.kubelet.KubeletService;
import dev.nodejoin.agent.plan.ClusterSettings;
import dev.nodejoin.agent.plan.Failures;
import dev.nodejoin.agent.plan.JoinState;
import dev.nodejoin.agent.plan.KubeletState;
import dev.nodejoin.agent.plan.Phase;
import java.util.Optional;

/** Stopping, starting and watching the kubelet. */
final class KubeletSteps {
    private final Limits limits;
    private final KubeletService kubelet;
    private final KubeletHealth health;
    private final JoinClock clock;
    private final Transcript transcript;

    KubeletSteps(Limits limits, KubeletService kubelet, KubeletHealth health, JoinClock clock, Transcript transcript) {
        this.limits = limits;
        this.kubelet = kubelet;
        this.health = health;
        this.clock = clock;
        this.transcript = transcript;
    }

    /** A kubelet that answers all the same is not the one we stop, and would stay on its old files. */
    JoinState stop(JoinState state) {
        kubelet.stop().ifPresent(complaint -> transcript.warn(Phase.KUBELET_START, complaint));
        url(state).filter(health::isHealthy).ifPresent(url -> {
            throw new JoinFailedException(Failures.strangeKubelet(url));
        });
        return state.withKubelet(KubeletState.STOPPED);
    }

    JoinState probe(JoinState state) {
        var healthy = url(state).filter(health::isHealthy).isPresent();
        return state.withKubelet(healthy ? KubeletState.HEALTHY : KubeletState.STOPPED);
    }

    JoinState start(JoinState state) {
        transcript.say(Phase.KUBELET_START, "Starting the kubelet");
        kubelet.start(settings(state).kubeletFlags())
                .ifPresent(complaint -> transcript.warn(Phase.KUBELET_START, complaint));
        return state.withKubelet(KubeletState.STARTED);
    }

    JoinState awaitHealth(JoinState state) {
        url(state).ifPresentOrElse(this::awaitHealth, this::skipHealth);
        return state.withKubelet(KubeletState.HEALTHY);
    }

    private void awaitHealth(String url) {
        transcript.say(
                Phase.KUBELET_CHECK,
                "Waiting for a healthy kubelet at %s. This can take up to %s"
                        .formatted(url, Transcript.shown(limits.kubelet())));
        var deadline = new Deadline(clock, limits.kubelet());
        var pauses = BackOff.forKubelet();
        while (!health.isHealthy(url)) {
            kubelet.endedEarly().ifPresent(why -> {
                throw new JoinFailedException(Failures.kubeletCommand(why));
            });
            if (deadline.isOver()) {
                throw new JoinFailedException(Failures.unhealthyKubelet(url, deadline.length()));
            }
            deadline.pause(pauses.next());
        }
        transcript.say(
                Phase.KUBELET_CHECK, "The kubelet is healthy after %s".formatted(Transcript.shown(deadline.elapsed())));
    }

    private void skipHealth() {
        transcript.say(Phase.KUBELET_CHECK, "The kubelet's healthz port is 0, so its health is not waited for");
    }

    private static Optional<String> url(JoinState state) {
        return settings(state).healthUrl();
    }

    private static ClusterSettings settings(JoinState state) {
        return state.settings().orElseThrow(() -> new IllegalStateException("the configuration was not read yet"));
    }
}
