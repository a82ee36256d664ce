package dev.nodejoin.agent.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.agent.fixture.FakeClock;
import dev.nodejoin.agent.fixture.Goals;
import dev.nodejoin.agent.fixture.ScriptedCluster;
import dev.nodejoin.agent.fixture.TestAuthority;
import dev.nodejoin.protocol.pki.CertificateBundle;
import dev.nodejoin.protocol.pki.KubeletCertificatePair;
import dev.nodejoin.protocol.pki.NodeKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a join does of which only some phases are wanted, or nothing but a look. */
class PhasePlanTest {
    private static final TestAuthority AUTHORITY = TestAuthority.named("kubernetes");
    private static final JoinGoal GOAL = Goals.worker(AUTHORITY, ScriptedCluster.TOKEN);
    private static final NodeKey KEY = NodeKey.generate(new SecureRandom());
    private static final ClusterSettings SETTINGS = ClusterSettings.of(
            GOAL, ScriptedCluster.CLUSTER_CONFIGURATION, ScriptedCluster.KUBELET_CONFIGURATION, false);

    private static final JoinExtent PREFLIGHT = JoinExtent.only(JoinPhase.PREFLIGHT);
    private static final JoinExtent START = JoinExtent.only(JoinPhase.KUBELET_START);
    private static final JoinExtent WAIT = JoinExtent.only(JoinPhase.KUBELET_WAIT_BOOTSTRAP);
    private static final JoinExtent DRY_RUN = JoinExtent.WHOLE.asDryRun(true);

    private static final JoinState EMPTY = JoinState.onDisk(Optional.empty(), Optional.empty(), Map.of());
    private static final JoinState CERTIFIED = JoinState.onDisk(Optional.of(KEY), Optional.of(pair()), Map.of());

    @Test
    void preflight_makes_no_key_and_ends_when_the_configuration_is_read() {
        assertThat(next(PREFLIGHT, EMPTY)).isEqualTo(new Action.Discover(Credential.BOOTSTRAP));
        assertThat(next(PREFLIGHT, EMPTY.withDiscovery()))
                .isEqualTo(new Action.ReadConfiguration(Credential.BOOTSTRAP));
        assertThat(next(PREFLIGHT, read(EMPTY))).isEqualTo(new Action.Finish());
    }

    @Test
    void kubelet_start_finds_out_by_itself_what_it_has_to_know() {
        assertThat(next(START, EMPTY)).isEqualTo(new Action.MakeKey());
        assertThat(next(START, EMPTY.withKey(KEY))).isEqualTo(new Action.Discover(Credential.BOOTSTRAP));
        assertThat(next(START, read(EMPTY.withKey(KEY)))).isEqualTo(new Action.CheckName(Credential.BOOTSTRAP));
    }

    @Test
    void kubelet_start_does_not_wait_for_the_kubelet_that_it_started() {
        var complete = complete(read(CERTIFIED));

        assertThat(next(START, complete.withKubelet(KubeletState.STOPPED))).isEqualTo(new Action.StartKubelet());
        assertThat(next(START, complete.withKubelet(KubeletState.STARTED))).isEqualTo(new Action.Finish());
    }

    @Test
    void kubelet_start_leaves_a_healthy_kubelet_running() {
        var complete = complete(read(CERTIFIED));

        assertThat(next(START, complete)).isEqualTo(new Action.ProbeKubelet());
        assertThat(next(START, complete.withKubelet(KubeletState.HEALTHY))).isEqualTo(new Action.Finish());
    }

    @Test
    void the_wait_neither_writes_nor_starts_anything() {
        var state = read(CERTIFIED);

        assertThat(next(WAIT, state)).isEqualTo(new Action.AwaitHealthyKubelet());
        assertThat(next(WAIT, state.withKubelet(KubeletState.HEALTHY))).isEqualTo(new Action.AwaitRegistration());
        assertThat(next(WAIT, state.withKubelet(KubeletState.HEALTHY).withRegistration()))
                .isEqualTo(new Action.Finish());
    }

    @Test
    void the_wait_asks_as_the_node() {
        assertThat(next(WAIT, CERTIFIED)).isEqualTo(new Action.Discover(Credential.NODE));
    }

    @Test
    void the_wait_for_a_kubelet_that_nobody_started_says_which_phase_is_missing() {
        assertThat(next(WAIT, read(EMPTY)))
                .isInstanceOfSatisfying(
                        Action.Abort.class,
                        abort -> assertThat(abort.failure().sentence()).contains("run the phase kubelet-start first"));
    }

    @Test
    void a_join_without_preflight_is_otherwise_whole() {
        var extent = JoinExtent.WHOLE.without(List.of("preflight"));

        assertThat(next(extent, complete(read(CERTIFIED)).withKubelet(KubeletState.STARTED)))
                .isEqualTo(new Action.AwaitHealthyKubelet());
    }

    @Test
    void a_dry_run_reads_and_checks_the_name_and_then_it_is_over() {
        assertThat(next(DRY_RUN, EMPTY)).isEqualTo(new Action.Discover(Credential.BOOTSTRAP));
        assertThat(next(DRY_RUN, read(EMPTY))).isEqualTo(new Action.CheckName(Credential.BOOTSTRAP));
        assertThat(next(DRY_RUN, read(EMPTY).withNameCheck(new NameCheck.Free())))
                .isEqualTo(new Action.Finish());
        assertThat(next(DRY_RUN, read(CERTIFIED))).isEqualTo(new Action.Finish());
    }

    @Test
    void a_dry_run_ends_where_the_join_would_end() {
        var taken = new NameCheck.Present(new NodeView("uid", true, ""));

        assertThat(next(DRY_RUN, read(EMPTY).withNameCheck(taken))).isInstanceOf(Action.Abort.class);
    }

    @Test
    void a_first_join_would_do_all_of_it() {
        assertThat(Preview.of(goal(DRY_RUN), read(EMPTY), FakeClock.START))
                .startsWith(
                        new Preview.MakeKey(),
                        new Preview.RequestCertificate(Optional.empty()),
                        new Preview.StopKubelet(),
                        new Preview.WriteFile(SETTINGS.files().getFirst()))
                .endsWith(
                        new Preview.WriteFile(SETTINGS.files().getLast()),
                        new Preview.StartKubelet(),
                        new Preview.AwaitHealthyKubelet(Optional.of("http://127.0.0.1:10248/healthz")),
                        new Preview.AwaitRegistration());
    }

    @Test
    void with_a_key_the_name_of_the_request_is_known() {
        assertThat(Preview.of(goal(DRY_RUN), read(EMPTY.withKey(KEY)), FakeClock.START))
                .startsWith(
                        new Preview.RequestCertificate(Optional.of(RequestJudgement.firstName(GOAL, KEY))),
                        new Preview.StopKubelet());
    }

    @Test
    void a_join_that_is_complete_would_write_nothing() {
        assertThat(Preview.of(goal(DRY_RUN), complete(read(CERTIFIED)), FakeClock.START))
                .containsExactly(
                        new Preview.KeepOrStartKubelet(),
                        new Preview.AwaitHealthyKubelet(Optional.of("http://127.0.0.1:10248/healthz")),
                        new Preview.AwaitRegistration());
    }

    @Test
    void a_credential_that_was_left_behind_would_be_removed() {
        var left = new WantedFile(NodePaths.BOOTSTRAP_KUBELET_CONF, "old", FileMode.PRIVATE);

        assertThat(Preview.of(goal(DRY_RUN), complete(read(CERTIFIED)).withFile(left), FakeClock.START))
                .startsWith(
                        new Preview.StopKubelet(),
                        new Preview.RemoveFile(NodePaths.BOOTSTRAP_KUBELET_CONF),
                        new Preview.StartKubelet());
    }

    @Test
    void a_phase_that_is_left_out_would_do_nothing() {
        assertThat(Preview.of(goal(PREFLIGHT.asDryRun(true)), read(EMPTY), FakeClock.START))
                .isEmpty();
        assertThat(Preview.of(goal(WAIT.asDryRun(true)), read(EMPTY), FakeClock.START))
                .containsExactly(
                        new Preview.AwaitHealthyKubelet(SETTINGS.healthUrl()), new Preview.AwaitRegistration());
        assertThat(Preview.of(goal(START.asDryRun(true)), read(EMPTY), FakeClock.START))
                .endsWith(new Preview.StartKubelet());
    }

    private static Action next(JoinExtent extent, JoinState state) {
        return JoinPlan.next(goal(extent), state, FakeClock.START);
    }

    private static JoinGoal goal(JoinExtent extent) {
        return GOAL.within(extent);
    }

    private static JoinState read(JoinState state) {
        return state.withDiscovery().withSettings(SETTINGS);
    }

    private static JoinState complete(JoinState state) {
        return SETTINGS.files().stream().reduce(state, JoinState::withFile, (one, other) -> other);
    }

    private static KubeletCertificatePair pair() {
        var pem = AUTHORITY.issue(KEY.certificateRequestPem("worker-1"), FakeClock.START, Duration.ofDays(365));
        return new KubeletCertificatePair(CertificateBundle.parse(pem), KEY);
    }
}
