package dev.nodejoin.agent.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.agent.fixture.FakeClock;
import dev.nodejoin.agent.fixture.Goals;
import dev.nodejoin.agent.fixture.ScriptedCluster;
import dev.nodejoin.agent.fixture.TestAuthority;
import dev.nodejoin.protocol.patch.KubeletPatches;
import dev.nodejoin.protocol.pki.CertificateBundle;
import dev.nodejoin.protocol.pki.KubeletCertificatePair;
import dev.nodejoin.protocol.pki.NodeKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is shown beforehand is what is done then, if nothing comes in between. */
class PreviewTest {
    private static final TestAuthority AUTHORITY = TestAuthority.named("kubernetes");
    private static final NodeKey KEY = NodeKey.generate(new SecureRandom());
    private static final String CERTIFICATE =
            AUTHORITY.issue(KEY.certificateRequestPem("worker-1"), FakeClock.START, Duration.ofDays(365));
    private static final KubeletCertificatePair PAIR =
            new KubeletCertificatePair(CertificateBundle.parse(CERTIFICATE), KEY);

    /** Where a join may begin. */
    enum Beginning {
        NOTHING,
        A_KEY,
        FILES_WITHOUT_CERTIFICATE,
        A_CERTIFICATE,
        ALL_FILES,
        A_COMPLETE_JOIN,
        A_COMPLETE_JOIN_BUT_FOR_ITS_CREDENTIAL,
        A_COMPLETE_JOIN_BUT_FOR_A_FILE,
        A_KUBECONFIG_THAT_WAS_LAID_DOWN;

        JoinState state(JoinGoal goal, ClusterSettings settings) {
            return switch (this) {
                case NOTHING -> JoinState.onDisk(Optional.empty(), Optional.empty(), Map.of());
                case A_KEY -> JoinState.onDisk(Optional.of(KEY), Optional.empty(), Map.of());
                case FILES_WITHOUT_CERTIFICATE -> all(settings, A_KEY.state(goal, settings));
                case A_CERTIFICATE -> JoinState.onDisk(Optional.of(KEY), Optional.of(PAIR), Map.of());
                case ALL_FILES -> all(settings, A_CERTIFICATE.state(goal, settings));
                case A_COMPLETE_JOIN ->
                    ALL_FILES
                            .state(goal, settings)
                            .withFile(goal.kubeconfig(Goals.SERVER))
                            .withoutFile(NodePaths.BOOTSTRAP_KUBELET_CONF);
                case A_COMPLETE_JOIN_BUT_FOR_ITS_CREDENTIAL ->
                    A_COMPLETE_JOIN.state(goal, settings).withFile(goal.bootstrapKubeconfig("other"));
                case A_COMPLETE_JOIN_BUT_FOR_A_FILE ->
                    A_COMPLETE_JOIN_BUT_FOR_ITS_CREDENTIAL.state(goal, settings).withoutFile(NodePaths.KUBELET_FLAGS);
                case A_KUBECONFIG_THAT_WAS_LAID_DOWN ->
                    NOTHING.state(goal, settings)
                            .withFile(laidDown(goal))
                            .withFile(new WantedFile("/pair.pem", PAIR.toPem(), FileMode.PRIVATE));
            };
        }

        private static WantedFile laidDown(JoinGoal goal) {
            var ours = goal.kubeconfig(Goals.SERVER);
            return new WantedFile(
                    ours.path(), ours.content().replace(NodePaths.CURRENT_PAIR, "/pair.pem"), ours.mode());
        }

        private static JoinState all(ClusterSettings settings, JoinState state) {
            return settings.files().stream().reduce(state, JoinState::withFile, (one, other) -> other);
        }

        /** A wait alone needs a kubelet that has a certificate or gets one. */
        boolean suits(Bootstrap bootstrap, JoinExtent extent) {
            return extent.has(JoinPhase.KUBELET_START)
                    || !extent.has(JoinPhase.KUBELET_WAIT_BOOTSTRAP)
                    || bootstrap == Bootstrap.KUBELET
                    || compareTo(A_CERTIFICATE) >= 0;
        }
    }

    static Stream<Arguments> joins() {
        return Arrays.stream(Bootstrap.values())
                .flatMap(bootstrap -> extents()
                        .flatMap(extent -> Arrays.stream(Beginning.values())
                                .filter(beginning -> beginning.suits(bootstrap, extent))
                                .flatMap(beginning -> Stream.of(true, false)
                                        .map(healthy -> Arguments.of(bootstrap, extent, beginning, healthy)))));
    }

    private static Stream<JoinExtent> extents() {
        return Stream.of(
                        JoinExtent.WHOLE,
                        JoinExtent.WHOLE.without(List.of("kubelet-wait-bootstrap")),
                        JoinExtent.only(JoinPhase.PREFLIGHT),
                        JoinExtent.only(JoinPhase.KUBELET_START),
                        JoinExtent.only(JoinPhase.KUBELET_WAIT_BOOTSTRAP))
                .map(extent -> extent.keepingKubeconfig(true));
    }

    @ParameterizedTest
    @MethodSource("joins")
    void what_would_be_done_is_what_is_done(
            Bootstrap bootstrap, JoinExtent extent, Beginning beginning, boolean healthy) {
        var goal = Goals.worker(AUTHORITY, ScriptedCluster.TOKEN)
                .with(bootstrap, KubeletPatches.NONE)
                .within(extent);
        var settings = ClusterSettings.of(
                goal, ScriptedCluster.CLUSTER_CONFIGURATION, ScriptedCluster.KUBELET_CONFIGURATION, false);
        var world = new World(goal, settings, healthy);
        var begun = beginning.state(goal, settings);

        var shown = Preview.of(
                goal.within(extent.asDryRun(true)), begun.withDiscovery().withSettings(settings), FakeClock.START);

        assertThat(shown).isEqualTo(world.join(begun));
    }

    /** Everything comes about at once. */
    private static final class World {
        private final JoinGoal goal;
        private final ClusterSettings settings;
        private final boolean healthy;
        private final List<Preview.Step> done = new ArrayList<>();

        World(JoinGoal goal, ClusterSettings settings, boolean healthy) {
            this.goal = goal;
            this.settings = settings;
            this.healthy = healthy;
        }

        List<Preview.Step> join(JoinState begun) {
            var state = begun;
            for (var next = next(state); !(next instanceof Action.Finish); next = next(state)) {
                state = carryOut(next, state);
            }
            return done;
        }

        private Action next(JoinState state) {
            return JoinPlan.next(goal, state, FakeClock.START);
        }

        private JoinState carryOut(Action action, JoinState state) {
            return switch (action) {
                case Action.MakeKey a -> done(new Preview.MakeKey(), state.withKey(KEY));
                case Action.Discover a -> state.withDiscovery();
                case Action.ReadConfiguration a -> state.withSettings(settings);
                case Action.CheckName a -> state.withNameCheck(new NameCheck.Free());
                case Action.SubmitRequest a ->
                    done(request(a.name()), state.withRequest(Optional.of(issued(a.name()))));
                case Action.InstallCertificate a -> state.withPair(a.pair());
                case Action.StopKubelet a -> done(new Preview.StopKubelet(), state.withKubelet(KubeletState.STOPPED));
                case Action.WriteFile a -> done(new Preview.WriteFile(a.file()), state.withFile(a.file()));
                case Action.RemoveFile a -> done(new Preview.RemoveFile(a.path()), state.withoutFile(a.path()));
                case Action.ProbeKubelet a -> probed(done(new Preview.KeepOrStartKubelet(), state));
                case Action.StartKubelet a -> started(state.withKubelet(KubeletState.STARTED));
                case Action.AwaitHealthyKubelet a ->
                    done(
                            new Preview.AwaitHealthyKubelet(settings.healthUrl()),
                            state.withKubelet(KubeletState.HEALTHY));
                case Action.AwaitBootstrap a -> done(new Preview.AwaitBootstrap(), bootstrapped(state));
                case Action.AwaitRegistration a -> done(new Preview.AwaitRegistration(), state.withRegistration());
                case Action.AwaitCertificate a -> throw new AssertionError(a);
                case Action.Finish a -> throw new AssertionError(a);
                case Action.Abort a -> throw new AssertionError(a.failure().sentence());
            };
        }

        private JoinState done(Preview.Step step, JoinState after) {
            done.add(step);
            return after;
        }

        /** A request's name is known beforehand where the key is. */
        private Preview.Step request(String name) {
            return new Preview.RequestCertificate(
                    Optional.of(name).filter(known -> !done.contains(new Preview.MakeKey())));
        }

        private SigningRequest issued(String name) {
            return new SigningRequest(
                    name,
                    "1",
                    "system:bootstrap:abcdef",
                    RequestJudgement.SIGNER,
                    RequestJudgement.USAGES,
                    KEY.certificateRequestPem("worker-1"),
                    new Decision.Issued(CERTIFICATE));
        }

        /** One that is healthy was waited for as long as it takes. */
        private JoinState probed(JoinState state) {
            if (healthy && goal.extent().has(JoinPhase.KUBELET_WAIT_BOOTSTRAP)) {
                done.add(new Preview.AwaitHealthyKubelet(settings.healthUrl()));
            }
            return state.withKubelet(healthy ? KubeletState.HEALTHY : KubeletState.STOPPED);
        }

        /** What is started because it was not healthy was shown as one step with the look. */
        private JoinState started(JoinState state) {
            return done.contains(new Preview.KeepOrStartKubelet()) ? state : done(new Preview.StartKubelet(), state);
        }

        private JoinState bootstrapped(JoinState state) {
            return state.withPair(PAIR).withFile(goal.kubeconfig(Goals.SERVER));
        }
    }
}
