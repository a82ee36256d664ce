package dev.nodejoin.agent.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
     * The kubelet would be waited for.
     *
     * @param url where it would have to say that it is healthy; empty if it says so nowhere
     */
    public record AwaitHealthyKubelet(Optional<String> url) implements Step {}

    /** The kubelet would ask for its certificate by itself, and be waited for. */
    public record AwaitBootstrap() implements Step {}

    /** The Node would be waited for. */
    public record AwaitRegistration() implements Step {}

    private final JoinGoal goal;
    private final JoinState state;
    private final boolean certified;
    private final ClusterSettings settings;

    private Preview(JoinGoal goal, JoinState state, boolean certified, ClusterSettings settings) {
        this.goal = goal;
        this.state = state;
        this.certified = certified;
        this.settings = settings;
    }

    /** The steps in their order, if nothing comes in between. */
    public static List<Step> of(JoinGoal goal, JoinState state, Instant now) {
        return state.settings()
                .map(settings -> new Preview(goal, state, JoinPlan.isCertified(goal, state, now), settings).steps())
                .orElse(List.of());
    }

    private List<Step> steps() {
        return switch (goal.bootstrap()) {
            case AGENT -> stepsOfAgent();
            case KUBELET -> stepsOfKubelet();
        };
    }

    private List<Step> stepsOfAgent() {
        var steps = new ArrayList<Step>();
        if (starts()) {
            steps.addAll(toCertificate());
            steps.addAll(toKubelet(Shortfall.of(goal, state, settings, certified)));
        }
        if (waits()) {
            steps.add(new AwaitHealthyKubelet(settings.healthUrl()));
            steps.add(new AwaitRegistration());
        }
        return List.copyOf(steps);
    }

    private List<Step> toCertificate() {
        if (certified) {
            return List.of();
        }
        var name = state.key().map(key -> RequestJudgement.firstName(goal, key));
        var request = new RequestCertificate(name);
        return name.isPresent() ? List.of(request) : List.of(new MakeKey(), request);
    }

    private List<Step> toKubelet(Shortfall shortfall) {
        return certified && shortfall.isNothing()
                ? List.of(new KeepOrStartKubelet())
                : onStoppedKubelet(shortfall.missing(), shortfall.leftOver());
    }

    /** The kubelet's own certificate comes after its start, and only then its credential can go. */
    private List<Step> stepsOfKubelet() {
        var missing = starts() ? Shortfall.of(goal, state, settings, certified).missing() : List.<WantedFile>of();
        var steps = new ArrayList<Step>();
        if (starts()) {
            steps.addAll(
                    missing.isEmpty()
                            ? List.of(new KeepOrStartKubelet())
                            : onStoppedKubelet(missing, Optional.empty()));
        }
        if (waits()) {
            steps.add(new AwaitHealthyKubelet(settings.healthUrl()));
            steps.addAll(toBootstrapped(missing));
            steps.add(new AwaitRegistration());
        }
        return List.copyOf(steps);
    }

    private List<Step> toBootstrapped(List<WantedFile> written) {
        var steps = new ArrayList<Step>();
        if (!certified || !state.files().containsKey(NodePaths.KUBELET_CONF)) {
            steps.add(new AwaitBootstrap());
        }
        if (Stream.concat(state.files().keySet().stream(), written.stream().map(WantedFile::path))
                .anyMatch(NodePaths.BOOTSTRAP_KUBELET_CONF::equals)) {
            steps.add(new RemoveFile(NodePaths.BOOTSTRAP_KUBELET_CONF));
        }
        return steps;
    }

    private static List<Step> onStoppedKubelet(List<WantedFile> missing, Optional<String> leftOver) {
        var steps = new ArrayList<Step>();
        steps.add(new StopKubelet());
        missing.forEach(file -> steps.add(new WriteFile(file)));
        leftOver.ifPresent(path -> steps.add(new RemoveFile(path)));
        steps.add(new StartKubelet());
        return steps;
    }

    private boolean starts() {
        return goal.extent().has(JoinPhase.KUBELET_START);
    }

    private boolean waits() {
        return goal.extent().has(JoinPhase.KUBELET_WAIT_BOOTSTRAP);
    }
}
