package dev.nodejoin.agent.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a join would do after everything is read and checked: a dry run shows it instead of doing it. */
public final class Preview {
    /** One thing that would be done. */
    public sealed interface Step {}

    /** The node's own key would be made. */
    public record MakeKey() implements Step {}

    /**
     * A certificate would be asked for and waited for.
     *
     * @param name of the request; empty without a key, since the name follows from the key
     */
    public record RequestCertificate(Optional<String> name) implements Step {}

    public record StopKubelet() implements Step {}

    public record WriteFile(WantedFile file) implements Step {}

    public record RemoveFile(String path) implements Step {}

    public record StartKubelet() implements Step {}

    /** A kubelet that runs on these very files already would be left running, any other be started. */
    public record KeepOrStartKubelet() implements Step {}

    /**
     * Kubelet and Node would be waited for.
     *
     * @param url where the kubelet would have to say that it is healthy; empty if it says so nowhere
     */
    public record AwaitNode(Optional<String> url) implements Step {}

    private final JoinGoal goal;
    private final JoinState state;
    private final boolean certified;

    private Preview(JoinGoal goal, JoinState state, boolean certified) {
        this.goal = goal;
        this.state = state;
        this.certified = certified;
    }

    /** The steps in their order, if nothing comes in between. */
    public static List<Step> of(JoinGoal goal, JoinState state, Instant now) {
        return state.settings()
                .map(settings -> new Preview(goal, state, JoinPlan.isCertified(goal, state, now)).steps(settings))
                .orElse(List.of());
    }

    private List<Step> steps(ClusterSettings settings) {
        var steps = new ArrayList<Step>();
        if (goal.extent().has(JoinPhase.KUBELET_START)) {
            steps.addAll(toCertificate());
            steps.addAll(toKubelet(Shortfall.of(goal, state, settings, certified)));
        }
        if (goal.extent().has(JoinPhase.KUBELET_WAIT_BOOTSTRAP)) {
            steps.add(new AwaitNode(settings.healthUrl()));
        }
        return List.copyOf(steps);
    }

    private List<Step> toCertificate() {
        if (certified || goal.bootstrap() == Bootstrap.KUBELET) {
            return List.of();
        }
        var name = state.key().map(key -> RequestJudgement.firstName(goal, key));
        var request = new RequestCertificate(name);
        return name.isPresent() ? List.of(request) : List.of(new MakeKey(), request);
    }

    private List<Step> toKubelet(Shortfall shortfall) {
        if (certified && shortfall.isNothing()) {
            return List.of(new KeepOrStartKubelet());
        }
        var steps = new ArrayList<Step>();
        steps.add(new StopKubelet());
        shortfall.missing().forEach(file -> steps.add(new WriteFile(file)));
        shortfall.leftOver().ifPresent(path -> steps.add(new RemoveFile(path)));
        steps.add(new StartKubelet());
        return steps;
    }
}
